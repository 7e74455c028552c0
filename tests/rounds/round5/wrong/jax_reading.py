"""Surprisal regressors for a self-paced reading corpus (JAX/Flax GPT-2).

# bug: take_along_axis walks along the positions, not along the vocabulary
# bug: surprisals are in nats and the perplexity is a power of two
"""
import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

tok = AutoTokenizer.from_pretrained("gpt2")
lm = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


def token_surprisal(text):
    """Surprisal (nats) of each token of `text`, the first one conditioned on <|endoftext|>."""
    ids = jnp.asarray(tok(tok.bos_token + text)["input_ids"])
    scores = lm(ids[None]).logits[0]
    lp = jax.nn.log_softmax(scores[:-1], axis=-1)
    hit = jnp.take_along_axis(lp, ids[1:, None], axis=0)[:, 0]  # expect: SEQ205
    return -np.asarray(hit), [tok.decode([int(i)]) for i in ids[1:]]


def words(text):
    out = []
    for s, piece in zip(*token_surprisal(text)):
        if piece.startswith(" ") or not out:
            out.append([piece.strip(), 0.0])
        else:
            out[-1][0] += piece
        out[-1][1] += float(s)
    return out


def passage_report(passages):
    pieces = [token_surprisal(p)[0] for p in passages]
    flat = np.concatenate(pieces)
    return {
        "tokens": flat.size,
        "mean surprisal (nats)": flat.mean(),
        "perplexity": 2 ** flat.mean(),  # expect: SEQ411
    }


if __name__ == "__main__":
    demo = ["The horse raced past the barn fell.", "While Anna dressed the baby spat up on the bed."]
    for d in demo:
        print(words(d))
    print(passage_report(demo))
