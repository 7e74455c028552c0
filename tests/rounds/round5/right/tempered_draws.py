"""Ancestral sampling in JAX with the log-probability of the draw under the tempered distribution."""
import jax
import jax.numpy as jnp


def make_sampler(apply_fn, params, temperature):
    @jax.jit
    def step(buf, pos, key):
        scaled = apply_fn({"params": params}, buf[None])[0, pos - 1] / temperature
        token = jax.random.categorical(key, scaled)
        return token, jax.nn.log_softmax(scaled)[token]

    def sampler(prefix, n, key):
        m = len(prefix)
        buf = jnp.concatenate([jnp.asarray(prefix, jnp.int32), jnp.zeros(n, jnp.int32)])
        terms = []
        for pos in range(m, m + n):
            key, k = jax.random.split(key)
            token, term = step(buf, pos, k)
            buf = buf.at[pos].set(token)
            terms.append(term)
        return buf[m:], jnp.stack(terms).sum()

    return sampler


def effective_sample_size(log_target, log_proposal):
    w = jax.nn.softmax(log_target - log_proposal)
    return 1.0 / jnp.sum(w**2)
