"""Blockwise evaluation in JAX.
# bug: the targets come from jnp.roll, so the last position is scored against the first token.
"""
import jax
import jax.numpy as jnp


def make_eval(apply_fn):
    @jax.jit
    def block_loss(params, tokens):
        """tokens: (B, T), no padding."""
        lp = jax.nn.log_softmax(apply_fn(params, tokens).astype(jnp.float32))
        target = jnp.roll(tokens, shift=-1, axis=1)  # expect-near: SEQ206
        nll = -jnp.take_along_axis(lp, target[:, :, None], axis=2)[:, :, 0]
        return nll.sum(), nll.size  # expect: SEQ206

    return block_loss


def perplexity(apply_fn, params, batches):
    f = make_eval(apply_fn)
    s, n = 0.0, 0
    for b in batches:
        a, k = f(params, b)
        s, n = s + a, n + k
    return jnp.exp(s / n)
