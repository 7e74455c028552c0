"""Posterior over multiple-choice options from their sequence log-likelihoods (numpy).

# bug: sequence log-likelihoods are exponentiated before they are normalised; long options underflow to 0/0.
"""
import numpy as np


class OptionPosterior:
    def __init__(self, scorer, prior=None):
        self.scorer = scorer  # callable (question, option) -> summed log p(option | question)
        self.prior = prior

    def __call__(self, question, options):
        ll = np.array([self.scorer(question, o) for o in options], dtype=np.float64)
        w = np.exp(ll)  # expect: SEQ605
        if self.prior is not None:
            w = w * np.asarray(self.prior)
        return w / w.sum()  # expect-near: SEQ605


def brier(posterior, questions):
    parts = []
    for q in questions:
        p = posterior(q["text"], q["options"])
        onehot = np.eye(len(p))[q["gold"]]
        parts.append(((p - onehot) ** 2).sum())
    return float(np.mean(parts))
