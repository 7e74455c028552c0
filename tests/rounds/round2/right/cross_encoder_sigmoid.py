"""Cross-encoder with one output: sigmoid turns the relevance logit into a probability."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Reranker:
    def __init__(self, name: str):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.inference_mode()
    def __call__(self, query, passages):
        enc = self.tok([query] * len(passages), passages, padding=True, truncation=True,
                       max_length=512, return_tensors="pt")
        p = torch.sigmoid(self.net(**enc).logits.float()).squeeze(-1)
        return [passages[i] for i in p.argsort(descending=True).tolist()]
