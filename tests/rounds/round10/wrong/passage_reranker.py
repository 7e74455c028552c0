"""Cross-encoder reranking stage of the search service.

# bug: softmax over the single output of a one-label head, so that every passage gets the score 1.0.
"""
from __future__ import annotations

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Reranker:
    def __init__(self, model_id: str = "cross-encoder/ms-marco-MiniLM-L-6-v2", batch: int = 32):
        self.tokenizer = AutoTokenizer.from_pretrained(model_id)
        self.model = AutoModelForSequenceClassification.from_pretrained(model_id, num_labels=1)
        self.model.eval()
        self.batch = batch

    @torch.no_grad()
    def score(self, query: str, passages: list[str]) -> list[float]:
        out: list[float] = []
        for i in range(0, len(passages), self.batch):
            chunk = passages[i : i + self.batch]
            enc = self.tokenizer(
                [query] * len(chunk), chunk, padding=True, truncation="only_second",
                max_length=512, return_tensors="pt",
            )
            rel = self.model(**enc).logits
            rel = torch.softmax(rel, dim=-1)[:, 0]  # expect: SEQ115
            out.extend(rel.tolist())
        return out

    def __call__(self, query: str, passages: list[str], k: int = 10, min_score: float = 0.3):
        scored = zip(self.score(query, passages), passages)
        ranked = sorted(scored, key=lambda t: t[0], reverse=True)
        return [(s, p) for s, p in ranked[:k] if s >= min_score]
