"""Re-order BM25 hits with a one-logit cross encoder and drop weak ones.

# bug: softmax over the single relevance logit is always 1, so nothing is ever dropped
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

CKPT = "BAAI/bge-reranker-base"


class PassageReranker:
    def __init__(self, device="cpu", cutoff=0.3):
        self.tokenizer = AutoTokenizer.from_pretrained(CKPT)
        self.net = AutoModelForSequenceClassification.from_pretrained(CKPT, num_labels=1).to(device)
        self.net.eval()
        self.device = device
        self.cutoff = cutoff

    @torch.no_grad()
    def relevance(self, query, passages):
        pairs = self.tokenizer([query] * len(passages), passages, padding=True,
                               truncation=True, max_length=512, return_tensors="pt")
        out = self.net(**pairs.to(self.device)).logits
        return torch.softmax(out, dim=-1)[:, 0].tolist()  # expect: SEQ115

    def __call__(self, query, passages):
        scored = zip(self.relevance(query, passages), passages)
        kept = [(s, p) for s, p in scored if s >= self.cutoff]
        return sorted(kept, reverse=True)
