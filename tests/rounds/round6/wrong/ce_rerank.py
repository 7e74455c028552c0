"""Cross-encoder stage of the RAG stack.

# bug: the classifier has one output unit, so normalising over the last axis yields 1.0 everywhere
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class CrossEncoderStage:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1)
        self.net.to(device).eval()
        self.device = device

    @torch.no_grad()
    def score(self, query, docs, bs=32):
        """Relevance in [0, 1] for every document."""
        out = []
        for i in range(0, len(docs), bs):
            chunk = docs[i : i + bs]
            enc = self.tok(
                [query] * len(chunk), chunk, padding=True, truncation=True, return_tensors="pt"
            ).to(self.device)
            logits = self.net(**enc).logits
            rel = torch.nn.functional.softmax(logits, dim=-1)  # expect: SEQ115
            out.extend(rel[:, 0].tolist())
        return out

    def top(self, query, docs, n=5):
        sc = self.score(query, docs)
        order = sorted(range(len(docs)), key=lambda i: sc[i], reverse=True)
        return [(docs[i], sc[i]) for i in order[:n]]
