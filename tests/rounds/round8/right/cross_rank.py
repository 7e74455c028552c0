"""Rerank with a cross-encoder that has one output unit."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class CrossRank:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, q, docs, k=5):
        enc = self.tk([(q, d) for d in docs], padding=True, truncation="only_second", max_length=512, return_tensors="pt")
        rel = self.net(**enc).logits.squeeze(-1)
        share = torch.softmax(rel, dim=0)
        order = rel.argsort(descending=True)[:k].tolist()
        return [(docs[i], torch.sigmoid(rel[i]).item(), share[i].item()) for i in order]
