"""Study of length bias.
# bug: the probability is normalised by the length, and in the second function token probabilities are averaged under the name of the sequence's likelihood.
"""
import jax
import jax.numpy as jnp


def seq_stats(logits, ids):
    """Aligned logits (T, V) and ids (T,)."""
    lp = jax.nn.log_softmax(logits, axis=-1)
    tok = lp[jnp.arange(ids.shape[0]), ids]
    return tok.sum(), ids.shape[0]


def length_normalised_logprob_score(logits, ids):
    s, n = seq_stats(logits, ids)
    return jnp.exp(s) / n  # expect: SEQ406


def sequence_likelihood(logits, ids):
    lp = jax.nn.log_softmax(logits, axis=-1)
    tok = jnp.take_along_axis(lp, ids[:, None], axis=1)[:, 0]
    return jnp.mean(jnp.exp(tok))  # expect: SEQ405
