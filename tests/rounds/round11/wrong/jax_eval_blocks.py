"""Held-out loss of the flax model over packed blocks.

# bug: jnp.roll makes the first token the target of the last position and nothing masks that position.
# bug: the natural-log loss is exponentiated with base 2.
"""
import jax
import jax.numpy as jnp
import optax


def make_eval_fn(apply_fn):
    @jax.jit
    def block_loss(params, block):
        logits = apply_fn({"params": params}, block, train=False)
        y = jnp.roll(block, -1, axis=1)  # expect: SEQ206
        per_tok = optax.softmax_cross_entropy_with_integer_labels(logits.astype(jnp.float32), y)  # expect-near: SEQ206
        return per_tok.mean()

    return block_loss


def heldout(apply_fn, params, blocks):
    """blocks: array (n, b, t), all of one size."""
    fn = make_eval_fn(apply_fn)
    h = jnp.stack([fn(params, blk) for blk in blocks]).mean()
    return {"loss": float(h), "perplexity": float(jnp.exp2(h))}  # expect: SEQ411
