"""Branching entropy while decoding under a regular-expression automaton.

# bug: forbidden tokens have log-prob -inf, and 0 * -inf makes the entropy NaN.
"""
import jax
import jax.numpy as jnp


def constrain(logits, allowed):
    return jnp.where(allowed, logits, -jnp.inf)


@jax.jit
def step_entropy(logits, allowed):
    """Entropy in nats of the constrained next-token distribution, per row."""
    lp = jax.nn.log_softmax(constrain(logits, allowed), axis=-1)
    return -jnp.sum(jnp.exp(lp) * lp, axis=-1)  # expect: SEQ610


def trace(step_fn, automaton, state, token, n):
    cache, out = None, []
    for _ in range(n):
        logits, cache = step_fn(token, cache)
        allowed = jnp.asarray(automaton.allowed(state))[None]
        h = step_entropy(logits.astype(jnp.float32), allowed)
        token = jnp.argmax(constrain(logits, allowed), axis=-1)
        state = automaton.advance(state, int(token[0]))
        out.append(float(h[0]))
        if automaton.is_final(state):
            break
    return out
