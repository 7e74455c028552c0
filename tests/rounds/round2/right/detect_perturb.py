"""DetectGPT: the criterion is defined on the mean token log-likelihood."""
import numpy as np
import torch


class DetectGPT:
    def __init__(self, lm, tok, perturb, n=20):
        self.lm, self.tok, self.perturb, self.n = lm, tok, perturb, n

    @torch.no_grad()
    def mean_ll(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids
        return -self.lm(ids, labels=ids).loss.item()

    def __call__(self, text):
        base = self.mean_ll(text)
        others = np.array([self.mean_ll(t) for t in self.perturb(text, self.n)])
        return float((base - others.mean()) / max(others.std(), 1e-4))
