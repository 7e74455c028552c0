"""Cross-encoder relevance (one-logit head) and the usual ranking metrics."""
import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class CrossEncoder:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def __call__(self, query, passages):
        enc = self.tok([query] * len(passages), passages, truncation=True, padding=True, return_tensors="pt")
        return self.net(**enc).logits.squeeze(-1)

    def rank(self, query, passages):
        return self(query, passages).argsort(descending=True).tolist()

    def relevant_share(self, query, passages, threshold=0.5):
        return (torch.sigmoid(self(query, passages)) > threshold).float().mean().item()


def mrr(rankings, gold, k=10):
    rr = []
    for order, g in zip(rankings, gold):
        rr.append(1.0 / (order.index(g) + 1) if g in order[:k] else 0.0)
    return float(np.mean(rr))


def ndcg(gains, k=10):
    gains = np.asarray(gains, dtype=float)[:k]
    disc = 1.0 / np.log2(np.arange(2, len(gains) + 2))
    ideal = np.sort(gains)[::-1]
    best = (ideal * disc).sum()
    return float((gains * disc).sum() / best) if best > 0 else 0.0
