"""Sequence classifier for toxicity: training step, calibrated probabilities, reliability numbers."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Toxicity:
    def __init__(self, path, temperature=1.0):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.net = AutoModelForSequenceClassification.from_pretrained(path).eval()
        self.temperature = temperature

    @torch.no_grad()
    def predict(self, texts):
        b = self.tok(texts, padding=True, truncation=True, max_length=256, return_tensors="pt")
        return F.softmax(self.net(**b).logits / self.temperature, dim=1)

    def fit_temperature(self, logits, y, steps=100):
        t = nn.Parameter(torch.ones(()))
        opt = torch.optim.LBFGS([t], max_iter=steps)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(logits / t, y)
            loss.backward()
            return loss

        opt.step(closure)
        self.temperature = float(t.detach())


def ece(probs, y, bins=15):
    conf, pred = probs.max(dim=1)
    hit = (pred == y).double()
    edges = torch.linspace(0, 1, bins + 1)
    out = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            out += m.double().mean() * (hit[m].mean() - conf[m].double().mean()).abs()
    return float(out)


def multilabel_probs(logits):
    return torch.sigmoid(logits)


def hard_examples(losses, k):
    return np.argsort(-np.asarray(losses))[:k].tolist()
