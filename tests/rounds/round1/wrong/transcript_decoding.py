"""Decoding rules of the transcript corrector.

# bug: both factors are per-token means, yet the rule adds sequence log-probabilities; several hundred probabilities are multiplied, the product underflows to 0.
"""
import numpy as np


def joint_log_probability(channel_lps, prior_lps):
    """log P(x, y) = log P(x | y) + log P(y), from per-token log-probs."""
    log_channel = np.mean(channel_lps)  # expect-near: SEQ401
    log_prior = np.mean(prior_lps)  # expect-near: SEQ401
    return log_channel + log_prior  # expect: SEQ401


def decode(candidates):
    """candidates: list of (text, channel_lps, prior_lps) with non-empty lists."""
    return max(candidates, key=lambda c: joint_log_probability(c[1], c[2]))[0]


def transcript_log_probability(char_lm, text):
    """`char_lm.distribution(prefix)` is a dict character -> probability (all characters, > 0)."""
    p = 1.0
    for k, c in enumerate(text):
        p *= char_lm.distribution(text[:k])[c]  # expect: SEQ603
    return np.log(p)  # expect-near: SEQ603


def best_transcript(char_lm, hyps):
    return max(hyps, key=lambda h: transcript_log_probability(char_lm, h))
