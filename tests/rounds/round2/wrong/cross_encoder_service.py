"""FastAPI-style cross-encoder reranker.

# bug: softmax over the single output of a one-label head gives 1.0 for every passage
"""
from dataclasses import dataclass, field

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


@dataclass
class Hit:
    doc_id: str
    text: str
    score: float = field(default=0.0)


class CrossEncoder:
    def __init__(self, name: str):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.inference_mode()
    def rerank(self, query: str, hits: list) -> list:
        enc = self.tok([query] * len(hits), [h.text for h in hits], padding=True,
                       truncation=True, max_length=512, return_tensors="pt")
        rel = self.net(**enc).logits.float()                # (n, 1)
        prob = torch.softmax(rel, dim=-1)[:, 0]  # expect: SEQ115
        for h, p in zip(hits, prob.tolist()):
            h.score = p
        return sorted(hits, key=lambda h: h.score, reverse=True)
