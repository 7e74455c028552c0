"""Top-k sampler for fixed-length note sequences (there is no end symbol).

`model_logp` is under the model itself, `draw_logp` under the filtered proposal.

The importance weight of a draw is exp(model_logp - draw_logp).
"""
import jax
import jax.numpy as jnp
from jax import lax


def pick(lp, idx):
    return jnp.take_along_axis(lp, idx[:, None], axis=-1).squeeze(-1)


def sample(step_fn, cache, last, key, *, temp, k, steps):
    def body(carry, rng):
        cache, tok, m, d = carry
        z, cache = step_fn(cache, tok)
        z = z.astype(jnp.float32)
        cut = lax.top_k(z, k)[0][:, -1:]
        prop = jnp.where(z >= cut, z / temp, -jnp.inf)
        nxt = jax.random.categorical(rng, prop)
        m = m + pick(jax.nn.log_softmax(z), nxt)
        d = d + pick(jax.nn.log_softmax(prop), nxt)
        return (cache, nxt, m, d), nxt

    zero = jnp.zeros(last.shape[0])
    (_, _, model_logp, draw_logp), toks = lax.scan(body, (cache, last, zero, zero), jax.random.split(key, steps))
    return toks.T, model_logp, draw_logp


def weights(model_logp, draw_logp):
    return jnp.exp(model_logp - draw_logp)
