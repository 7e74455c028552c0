"""Passage reranker with a cross-encoder that has one output.
# bug: softmax over an axis of size one gives 1.0 for every passage.
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAME = "cross-encoder/ms-marco-MiniLM-L-6-v2"
tok = AutoTokenizer.from_pretrained(NAME)
ranker = AutoModelForSequenceClassification.from_pretrained(NAME, num_labels=1).eval()


def relevance(query, passages):
    enc = tok([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        raw = ranker(**enc).logits  # (n, 1)
    return torch.softmax(raw, dim=-1)[:, 0]  # expect: SEQ115


def rerank(query, passages):
    s = relevance(query, passages)
    order = s.argsort(descending=True).tolist()
    return [(passages[i], s[i].item()) for i in order]
