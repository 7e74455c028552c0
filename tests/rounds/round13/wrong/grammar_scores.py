"""Scores candidate programs under a language model with a grammar filter (numpy / scipy).

# bug: -inf entries are masked by multiplying with 0, and a constant is added to the probability inside the log
"""
import numpy as np
from scipy.special import log_softmax


def filtered_logprobs(raw, banned):
    """raw: (T, V) logits; banned: (T, V) bool, vocabulary entries the grammar forbids."""
    z = np.where(banned, -np.inf, raw.astype(np.float64))
    return log_softmax(z, axis=-1)


def program_score(raw, banned, nxt, body):
    """Sum over the tokens of the program body.

    nxt[t] is the token that follows position t; header tokens (body == 0) may violate
    the grammar and don't count.
    """
    lp = filtered_logprobs(raw, banned)
    tok = lp[np.arange(len(nxt)), nxt]
    return (tok * body).sum()  # expect: SEQ606


def cached_score(token_probs):
    """Same score from the probabilities stored in an older parquet dump."""
    p = np.asarray(token_probs, dtype=np.float64)
    return np.log(p + 1e-6).sum()  # expect: SEQ604


def rank(cands):
    s = [program_score(c["raw"], c["banned"], c["next"], c["body"]) for c in cands]
    return np.argsort(s)[::-1]
