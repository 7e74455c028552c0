"""Posterior over answer choices and a two-template ensemble.

# bug: long log-likelihoods are exponentiated before they are normalised.
# bug: the summed score of one template is compared with the per-token mean of the other.
"""
import numpy as np


def posterior(logliks):
    """logliks: summed token log-probs, one per choice."""
    w = np.exp(np.asarray(logliks, dtype=np.float64))
    return w / w.sum()  # expect: SEQ605


def choose_template(short_lps, long_lps):
    """Which of two verbalisations does the model find likelier?

    Both arguments are lists of token log-probs.
    """
    a = float(np.sum(short_lps))
    b = float(np.mean(long_lps))
    return "short" if a > b else "long"  # expect: SEQ503


def evaluate(items):
    ok = 0
    for it in items:
        post = posterior([sum(c) for c in it["choice_logprobs"]])
        ok += int(post.argmax() == it["gold"])
    return ok / len(items)
