"""Cross-encoder relevance: sigmoid for one-output checkpoints, softmax for two-output ones."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Ranker:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSequenceClassification.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, query, passages):
        enc = self.tk([query] * len(passages), passages, padding=True, truncation=True,
                      max_length=512, return_tensors="pt")
        logits = self.net(**enc).logits
        if self.net.config.num_labels == 1:
            return torch.sigmoid(logits[:, 0]).tolist()
        return torch.softmax(logits, dim=1)[:, 1].tolist()
