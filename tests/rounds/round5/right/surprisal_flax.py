"""Word surprisals in bits with Flax GPT-2, and the perplexity of the passages."""
import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

LN2 = np.log(2.0)


def bits_per_token(text, tok, lm):
    ids = jnp.asarray(tok(tok.bos_token + text)["input_ids"])
    lp = jax.nn.log_softmax(lm(ids[None]).logits[0, :-1], axis=-1)
    nats = -lp[jnp.arange(ids.size - 1), ids[1:]]
    return np.asarray(nats) / LN2, [tok.decode([int(i)]) for i in ids[1:]]


def by_word(bits, pieces):
    words, sums = [], []
    for b, p in zip(bits, pieces):
        if p.startswith(" ") or not words:
            words.append(p.strip())
            sums.append(float(b))
        else:
            words[-1] += p
            sums[-1] += float(b)
    return list(zip(words, sums))


def passages(texts):
    tok = AutoTokenizer.from_pretrained("gpt2")
    lm = FlaxGPT2LMHeadModel.from_pretrained("gpt2")
    every = []
    for t in texts:
        bits, pieces = bits_per_token(t, tok, lm)
        print(by_word(bits, pieces))
        every.append(bits)
    flat = np.concatenate(every)
    print("perplexity", 2 ** flat.mean())


if __name__ == "__main__":
    passages(["The horse raced past the barn fell.", "While Anna dressed the baby spat up on the bed."])
