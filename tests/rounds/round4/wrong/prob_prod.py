"""Probability of a whole sentence, then its log.
# bug: the token probabilities are multiplied, which underflows for long sentences.
"""
import jax
import jax.numpy as jnp


def sentence_prob(apply, params, ids):
    """P(w_2..w_T | w_1) for ids (T,)."""
    p = jax.nn.softmax(apply(params, ids[None])[0, :-1], axis=-1)
    chosen = p[jnp.arange(ids.size - 1), ids[1:]]
    return jnp.prod(chosen)  # expect: SEQ603


def greedy_prob(step, state, n):
    """Probability of a greedy decode of n steps."""
    prob = 1.0
    for _ in range(n):
        logits, state = step(state)
        prob = prob * float(jax.nn.softmax(logits, axis=-1).max())  # expect: SEQ603
    return prob
