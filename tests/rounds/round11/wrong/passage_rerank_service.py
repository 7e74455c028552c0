"""HTTP-facing reranker: one relevance number per passage.

# bug: softmax over the single relevance logit always gives 1.0.
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Reranker:
    def __init__(self, name="BAAI/bge-reranker-base"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1)
        self.net.eval()

    @torch.no_grad()
    def relevance(self, query, passages):
        enc = self.tk([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
        z = self.net(**enc).logits
        prob = torch.softmax(z, dim=1)  # expect: SEQ115
        return prob[:, 0].tolist()

    def top(self, query, passages, k=5):
        rel = self.relevance(query, passages)
        order = sorted(range(len(rel)), key=lambda i: -rel[i])
        return [(passages[i], rel[i]) for i in order[:k]]
