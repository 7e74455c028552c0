"""DetectGPT-style curvature: the criterion is the mean token log-prob by definition."""
import numpy as np
import torch


class Curvature:
    def __init__(self, model, tokenizer, perturb):
        self.model, self.tokenizer, self.perturb = model.eval(), tokenizer, perturb

    @torch.no_grad()
    def mean_ll(self, text):
        enc = self.tokenizer(text, return_tensors="pt")
        return -self.model(**enc, labels=enc.input_ids).loss.item()

    def __call__(self, text, n=20):
        alt = np.array([self.mean_ll(t) for t in self.perturb(text, n)])
        return (self.mean_ll(text) - alt.mean()) / max(alt.std(), 1e-6)
