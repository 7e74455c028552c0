"""Fluency with Flax GPT-2: mean token log-probability, by definition of the task."""
import jax
import jax.numpy as jnp
from transformers import FlaxAutoModelForCausalLM

net = FlaxAutoModelForCausalLM.from_pretrained("gpt2")


@jax.jit
def mean_token_logprob(ids):
    z = net(ids).logits[:, :-1]
    logits = z - jax.nn.logsumexp(z, axis=-1, keepdims=True)
    at = jnp.take_along_axis(logits, ids[:, 1:, None], axis=-1)[..., 0]
    return at.mean(axis=-1)
