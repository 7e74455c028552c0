"""DetectGPT-style curvature; the criterion is the average token log-probability by definition."""
import numpy as np
import torch


class Curvature:
    def __init__(self, tok, lm, perturb, n=20):
        self.tok, self.lm, self.perturb, self.n = tok, lm.eval(), perturb, n

    @torch.no_grad()
    def mean_ll(self, text):
        """Mean log-probability per token of one text."""
        ids = self.tok(text, return_tensors="pt").input_ids
        return -self.lm(ids, labels=ids).loss.item()

    def __call__(self, text):
        base = self.mean_ll(text)
        around = np.array([self.mean_ll(t) for t in self.perturb(text, self.n)])
        return (base - around.mean()) / max(around.std(), 1e-6)


def roc(scores, labels):
    order = np.argsort(scores)
    y = np.asarray(labels)[order]
    pos, neg = y.sum(), (1 - y).sum()
    ranks = np.arange(1, len(y) + 1)
    return (ranks[y == 1].sum() - pos * (pos + 1) / 2) / (pos * neg)
