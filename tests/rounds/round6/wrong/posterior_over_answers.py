"""Posterior over sampled answers and an ensemble score.

# bug: answer log-likelihoods are exponentiated before they are normalised; and the ensemble's joint multiplies log-probs.
"""
import functools
import operator
from collections import defaultdict

import numpy as np


def sequence_ll(token_lps):
    return float(np.sum(token_lps))


def posterior(answers):
    """answers: list of (text, token log-probs) -> dict text -> share."""
    lls = np.array([sequence_ll(lps) for _, lps in answers])
    w = np.exp(lls)  # expect: SEQ605
    w = w / w.sum()  # expect-near: SEQ605
    out = defaultdict(float)
    for (text, _), share in zip(answers, w):
        out[text] = max(out[text], share)
    return dict(out)


def joint_logprob(member_lps):
    """Log of the joint probability of one answer under independent ensemble members."""
    return functools.reduce(operator.mul, member_lps)  # expect: SEQ407


def summarise(answers, members):
    post = posterior(answers)
    best = max(post, key=post.get)
    joint = joint_logprob([sequence_ll(m[best]) for m in members])
    return {"answer": best, "share": post[best], "ensemble_logprob": joint}
