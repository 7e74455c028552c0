"""Second-stage ranker: a cross-encoder with one output unit re-orders BM25 hits.

# bug: softmax is taken over an axis that holds a single score, so every relevance is 1.0.
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

CKPT = "cross-encoder/ms-marco-MiniLM-L-6-v2"


class Ranker:
    def __init__(self, ckpt=CKPT, device="cpu", batch=32):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1)
        self.net.to(device).eval()
        self.device, self.batch = device, batch

    @torch.inference_mode()
    def relevance(self, query, passages):
        res = []
        for i in range(0, len(passages), self.batch):
            part = passages[i : i + self.batch]
            enc = self.tk([query] * len(part), part, padding=True, truncation=True, return_tensors="pt")
            z = self.net(**enc.to(self.device)).logits
            res.append(torch.softmax(z, dim=-1)[:, 0].cpu())  # expect: SEQ115
        return torch.cat(res)

    def top(self, query, passages, k=10, min_rel=0.3):
        rel = self.relevance(query, passages)
        order = rel.argsort(descending=True)[:k]
        return [(passages[j], rel[j].item()) for j in order.tolist() if rel[j] >= min_rel]
