"""Passage reranker around a one-output cross-encoder.

# bug: softmax is taken over the single output, so every relevance is exactly 1.0
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


@dataclass(order=True)
class Hit:
    relevance: float
    passage: str


class Reranker:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.encoder = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1)
        self.encoder.eval()

    @torch.no_grad()
    def relevance(self, query, passages):
        enc = self.tokenizer(
            [query] * len(passages), passages, padding=True, truncation=True, max_length=512, return_tensors="pt"
        )
        out = self.encoder(**enc).logits  # (n, 1)
        return torch.softmax(out, dim=-1)[:, 0].tolist()  # expect: SEQ115

    def top(self, query, passages, k=5, floor=0.3):
        hits = [Hit(r, p) for r, p in zip(self.relevance(query, passages), passages)]
        return [h for h in sorted(hits, reverse=True)[:k] if h.relevance >= floor]
