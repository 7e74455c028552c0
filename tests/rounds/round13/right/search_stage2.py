"""Second stage of the search pipeline."""
from __future__ import annotations

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, T5ForConditionalGeneration


class PointwiseCE:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1).eval()

    @torch.no_grad()
    def score(self, query: str, passages: list[str]) -> list[float]:
        x = self.tk([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
        return torch.sigmoid(self.model(**x).logits.squeeze(-1)).tolist()


class QueryGen:
    """log p(query | passage), summed over the query's tokens (EOS included)."""

    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.model = T5ForConditionalGeneration.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def score(self, query, passages):
        x = self.tk(passages, padding=True, truncation=True, return_tensors="pt")
        y = self.tk(text_target=[query] * len(passages), return_tensors="pt").input_ids
        logits = self.model(**x, labels=y).logits.float()
        lp = torch.log_softmax(logits, dim=2)
        return lp.gather(2, y.unsqueeze(2)).squeeze(2).sum(dim=1).tolist()


def top(scorer, query, passages, k=10):
    s = scorer.score(query, passages)
    best = sorted(range(len(s)), key=s.__getitem__, reverse=True)
    return [(passages[i], s[i]) for i in best[:k]]
