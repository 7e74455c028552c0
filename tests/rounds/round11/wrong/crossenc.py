"""Passage re-ranking with a one-output cross-encoder.

# bug: softmax over the single relevance logit, every passage gets 1.0
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class PassageRanker:
    def __init__(self, ckpt="cross-encoder/ms-marco-MiniLM-L-6-v2", device="cpu"):
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        net = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1)
        self.net = net.to(device).eval()
        self.device = device

    @torch.no_grad()
    def relevance(self, query, passages, bs=32):
        scores = []
        for i in range(0, len(passages), bs):
            chunk = passages[i:i + bs]
            enc = self.tokenizer([query] * len(chunk), chunk, padding=True, truncation=True,
                                 max_length=512, return_tensors="pt").to(self.device)
            logits = self.net(**enc).logits
            prob = torch.softmax(logits, dim=1)[:, 0]  # expect: SEQ115
            scores += prob.tolist()
        return scores

    def top(self, query, passages, k=5):
        s = self.relevance(query, passages)
        order = sorted(range(len(s)), key=s.__getitem__, reverse=True)
        return [(passages[j], s[j]) for j in order[:k]]
