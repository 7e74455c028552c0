"""Half-precision reduction in JAX and torch.
# bug: the log-probs are normalised and summed over the tokens in float16.
"""
import jax
import jax.numpy as jnp
import torch


def doc_logprob(logits, ids):
    """logits (T, V) for ids (T,), already aligned."""
    lp = jax.nn.log_softmax(logits.astype(jnp.float16), axis=-1)  # expect: SEQ607
    return lp[jnp.arange(ids.size), ids].sum()  # expect-near: SEQ607


def doc_logprob_torch(lm, ids):
    lm = lm.half()
    with torch.no_grad():
        out = lm(ids).logits[:, :-1]
    return out.log_softmax(-1).gather(2, ids[:, 1:, None]).sum(dim=(1, 2))  # expect: SEQ607
