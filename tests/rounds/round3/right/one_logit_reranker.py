"""Cross-encoder with one output: sigmoid gives a relevance, the logit gives the order."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Reranker:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1)

    @torch.no_grad()
    def __call__(self, query, docs):
        enc = self.tok([query] * len(docs), docs, padding=True, truncation=True, return_tensors="pt")
        score = self.net(**enc).logits.squeeze(-1)
        order = score.argsort(descending=True)
        share = score.softmax(dim=0)
        return [(docs[i], torch.sigmoid(score[i]).item(), share[i].item()) for i in order.tolist()]
