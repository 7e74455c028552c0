"""Batch toxicity labels with a sequence classifier, plus a multi-label head for the categories."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Toxicity:
    def __init__(self, binary, multi):
        self.tk = AutoTokenizer.from_pretrained(binary)
        self.binary = AutoModelForSequenceClassification.from_pretrained(binary).eval()
        self.multi = AutoModelForSequenceClassification.from_pretrained(multi).eval()

    @torch.no_grad()
    def __call__(self, texts):
        enc = self.tk(texts, padding=True, truncation=True, return_tensors="pt")
        p = torch.softmax(self.binary(**enc).logits, dim=1)
        conf, cls = p.max(dim=1)
        cats = torch.sigmoid(self.multi(**enc).logits)
        return [
            {"toxic": bool(c), "confidence": round(f, 3), "cats": (row > 0.5).nonzero().flatten().tolist()}
            for c, f, row in zip(cls.tolist(), conf.tolist(), cats)
        ]
