"""Cross-encoder stage, single relevance output."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class RelevanceHead:
    def __init__(self, ckpt, bs=64):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1).eval()
        self.bs = bs

    @torch.no_grad()
    def __call__(self, query, docs):
        probs = []
        for k in range(0, len(docs), self.bs):
            chunk = docs[k:k + self.bs]
            enc = self.tok([query] * len(chunk), chunk, padding=True, truncation=True, return_tensors="pt")
            probs += torch.sigmoid(self.net(**enc).logits.squeeze(-1)).tolist()
        return probs

    def nli_contradiction(self, nli_net, premise, hypothesis):
        enc = self.tok(premise, hypothesis, return_tensors="pt")
        with torch.no_grad():
            return torch.softmax(nli_net(**enc).logits, dim=1)[0, 0].item()
