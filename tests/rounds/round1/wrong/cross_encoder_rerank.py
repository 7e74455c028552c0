"""Rerank passages with a one-logit cross-encoder.

# bug: softmax over the single output is always 1.0, the order is arbitrary.
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAME = "cross-encoder/ms-marco-MiniLM-L-6-v2"
tokenizer = AutoTokenizer.from_pretrained(NAME)
ranker = AutoModelForSequenceClassification.from_pretrained(NAME, num_labels=1).eval()


@torch.no_grad()
def relevance(query, passages):
    enc = tokenizer([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
    return torch.softmax(ranker(**enc).logits, dim=-1)[:, 0]  # expect: SEQ115


def top(query, passages, k=5):
    s = relevance(query, passages)
    order = s.argsort(descending=True)[:k]
    return [(passages[i], s[i].item()) for i in order.tolist()]
