"""Cross-encoder reranker and a toxicity head, both sequence classifiers."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Head:
    def __init__(self, ckpt):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSequenceClassification.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def logits(self, *columns):
        enc = self.tok(*columns, padding=True, truncation=True, return_tensors="pt")
        return self.net(**enc).logits


class CrossEncoder(Head):
    def rank(self, query, passages):
        z = self.logits([query] * len(passages), passages)
        p = torch.softmax(z, dim=1)[:, 1]
        order = z[:, 1].sub(z[:, 0]).argsort(descending=True)
        return [(passages[i], p[i].item()) for i in order]


class Toxicity(Head):
    """Multi-label: every label is an independent yes/no."""

    def labels(self, texts, cut=0.5):
        p = torch.sigmoid(self.logits(texts))
        names = self.net.config.id2label
        return [{names[j] for j in row.gt(cut).nonzero().flatten().tolist()} for row in p]

    def overall(self, texts):
        return self.logits(texts).sigmoid().mean(dim=-1)
