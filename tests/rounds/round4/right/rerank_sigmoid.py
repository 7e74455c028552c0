"""Cross-encoder with one output: sigmoid gives the relevance."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def raw_scores(name, query, passages):
    tok = AutoTokenizer.from_pretrained(name)
    net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()
    enc = tok([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        return net(**enc).logits.squeeze(-1)


def relevance(name, query, passages):
    return raw_scores(name, query, passages).sigmoid()


def shares(name, query, passages):
    """Softmax over the passages, an axis of len(passages)."""
    return raw_scores(name, query, passages).softmax(dim=0)
