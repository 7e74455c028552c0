"""Held-out NLL per token of full blocks (haiku)."""
import haiku as hk
import jax
import jax.numpy as jnp


def build(forward):
    net = hk.without_apply_rng(hk.transform(forward))

    @jax.jit
    def block_nll(params, block):
        labels = jnp.roll(block, -1, axis=-1)
        w = jnp.ones(block.shape, jnp.float32).at[:, -1].set(0.0)
        z = net.apply(params, block).astype(jnp.float32)
        own = jnp.take_along_axis(z, labels[..., None], axis=-1)[..., 0]
        nll = jax.nn.logsumexp(z, axis=-1) - own
        return (nll * w).sum(), w.sum()

    return net.init, block_nll


def run(block_nll, params, blocks):
    pairs = [jax.device_get(block_nll(params, b)) for b in blocks]
    return float(sum(p[0] for p in pairs) / sum(p[1] for p in pairs))
