"""Probability of every token of a sentence under a Flax causal LM."""
import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM


@jax.jit
def pick(logits, ids):
    sel = jnp.take_along_axis(logits[:, :-1], ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.exp(sel - jax.nn.logsumexp(logits[:, :-1], axis=-1))


def probabilities(net, tok, sentence):
    enc = tok(sentence, return_tensors="np")
    return pick(net(**enc).logits, jnp.asarray(enc["input_ids"]))[0]


if __name__ == "__main__":
    tok = AutoTokenizer.from_pretrained("gpt2-medium")
    net = FlaxAutoModelForCausalLM.from_pretrained("gpt2-medium")
    print(probabilities(net, tok, "The old man the boat."))
