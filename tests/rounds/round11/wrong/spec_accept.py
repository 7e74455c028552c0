"""Speculative decoding, acceptance test of drafted tokens (JAX).

# bug: the exponential of a single logit is taken for the token's probability, the vocabulary sum is never divided out.
"""
import jax
import jax.numpy as jnp


def verify(target_fn, draft_fn, prefix, drafted, key):
    """Return how many of the drafted tokens survive."""
    seq = jnp.concatenate([prefix, drafted])
    k = drafted.shape[0]
    big = target_fn(seq[None])[0, -k - 1:-1]
    small = draft_fn(seq[None])[0, -k - 1:-1]
    rows = jnp.arange(k)
    p = jnp.exp(big[rows, drafted])  # expect: SEQ103
    q = jax.nn.softmax(small, axis=-1)[rows, drafted]
    u = jax.random.uniform(key, (k,))
    ok = u < jnp.minimum(1.0, p / q)
    return jnp.cumprod(ok.astype(jnp.int32)).sum()


def acceptance_rate(target_fn, draft_fn, batches, seed=0):
    key = jax.random.PRNGKey(seed)
    kept = total = 0
    for prefix, drafted in batches:
        key, sub = jax.random.split(key)
        kept += int(verify(target_fn, draft_fn, prefix, drafted, sub))
        total += int(drafted.shape[0])
    return kept / total
