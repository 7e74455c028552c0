"""Where in the text is the word most expected?
# bug: raw logits of one token at different positions are compared.
"""
import jax.numpy as jnp


def expectation_curve(apply, params, ids, word):
    """Raw head output of `word` at every position, (T,)."""
    return apply(params, ids[None])[0, :, word]


def most_expected_position(apply, params, ids, word):
    curve = expectation_curve(apply, params, ids, word)
    return int(jnp.argmax(curve))  # expect: SEQ502


def positions(apply, params, ids, words):
    return {int(w): most_expected_position(apply, params, ids, w) for w in words}
