"""Completion scores for a Flax language model."""
import jax
import jax.numpy as jnp


def gather_last(x, idx):
    return jnp.take_along_axis(x, idx[..., None], axis=-1).squeeze(-1)


def completion_scores(apply_fn, params, ids, attn, comp):
    """All arrays (B, T). Sum of completion log-probs, one per row."""
    out = apply_fn(params, ids, attention_mask=attn).logits[:, :-1].astype(jnp.float32)
    y = ids[:, 1:]
    lp = gather_last(out, y) - jax.nn.logsumexp(out, axis=-1)
    return jnp.where(comp[:, 1:] > 0, lp, 0.0).sum(-1)


def best(apply_fn, params, ids, attn, comp):
    return int(jnp.argmax(completion_scores(apply_fn, params, ids, attn, comp)))
