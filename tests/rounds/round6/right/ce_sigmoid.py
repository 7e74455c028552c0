"""Single-unit cross-encoder head, mapped to [0, 1] with a sigmoid."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Reranker:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.t = AutoTokenizer.from_pretrained(name)
        self.m = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def __call__(self, query, docs, step=32):
        rel = []
        for i in range(0, len(docs), step):
            d = docs[i : i + step]
            e = self.t([query] * len(d), d, padding=True, truncation=True, return_tensors="pt")
            rel.append(torch.sigmoid(self.m(**e).logits.squeeze(-1)))
        rel = torch.cat(rel)
        best = rel.argsort(descending=True)
        return [(docs[int(j)], rel[j].item()) for j in best]
