"""Sequence scores under a Flax causal LM (TPU pod worker).

# bug: the token at t is read from the distribution at t instead of t-1; completion scores come from a bfloat16 log_softmax
"""
import functools

import jax
import jax.numpy as jnp
from transformers import FlaxAutoModelForCausalLM

lm = FlaxAutoModelForCausalLM.from_pretrained("EleutherAI/gpt-neo-1.3B")


@functools.partial(jax.jit, static_argnums=())
def forward(params, ids, mask):
    return lm(input_ids=ids, attention_mask=mask, params=params, train=False).logits


def document_logprob(params, ids, mask):
    """Summed log-prob of each right-padded document, given its first token."""
    logp = jax.nn.log_softmax(forward(params, ids, mask).astype(jnp.float32), axis=-1)
    tok = jnp.take_along_axis(logp, ids[..., None], axis=-1)[..., 0]  # expect: SEQ201
    return jnp.sum((tok * mask)[:, 1:], axis=-1)  # expect-near: SEQ201


def completion_logprob(params, ids, mask, is_completion):
    z = forward(params, ids, mask)[:, :-1].astype(jnp.bfloat16)  # expect-near: SEQ607
    logp = jax.nn.log_softmax(z, axis=-1)  # expect: SEQ607
    tok = jnp.take_along_axis(logp, ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.sum(jnp.where(is_completion[:, 1:], tok, 0.0), axis=-1)


def rerank(params, ids, mask, is_completion):
    s = completion_logprob(params, ids, mask, is_completion)
    return jnp.argsort(-s)
