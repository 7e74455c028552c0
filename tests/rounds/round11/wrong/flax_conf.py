"""Per-token certainty of a Flax GPT-2 for the reading-time study.

# bug: exp of the chosen token's logit is returned as its probability, the sum over the vocabulary is never divided out
"""
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

CKPT = "gpt2-medium"


def certainty(net, tok, sentence):
    """Probability the model gave to every token after the first one."""
    enc = tok(sentence, return_tensors="np")
    ids = jnp.asarray(enc["input_ids"])
    z = net(**enc).logits
    picked = jnp.take_along_axis(z[:, :-1], ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.exp(picked)[0]  # expect: SEQ103


def main():
    tok = AutoTokenizer.from_pretrained(CKPT)
    net = FlaxAutoModelForCausalLM.from_pretrained(CKPT)
    for line in open("stimuli.txt"):
        line = line.strip()
        if not line:
            continue
        vals = certainty(net, tok, line)
        words = tok.convert_ids_to_tokens(tok(line)["input_ids"])[1:]
        print("\t".join(f"{w}={float(v):.3f}" for w, v in zip(words, vals)))


if __name__ == "__main__":
    main()
