"""Cross-encoder relevance as a metric for RAG answers.

# bug: the head has one output, so the softmax over it is always 1.0
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class ContextRelevance:
    """Share of retrieved passages whose relevance exceeds ``threshold``."""

    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2", threshold=0.5, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).to(device).eval()
        self.threshold = threshold
        self.device = device

    @torch.no_grad()
    def relevance(self, query, passages):
        pairs = self.tok(
            [query] * len(passages), passages, truncation=True, padding=True, return_tensors="pt"
        ).to(self.device)
        head = self.net(**pairs).logits
        return torch.softmax(head, dim=-1)[:, 0]  # expect: SEQ115

    def score(self, sample):
        rel = self.relevance(sample["question"], sample["contexts"])
        return (rel > self.threshold).float().mean().item()

    def aggregate(self, samples):
        values = [self.score(s) for s in samples if s["contexts"]]
        return {"context_relevance": sum(values) / max(len(values), 1), "n": len(values)}
