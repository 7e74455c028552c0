"""Class probabilities from a sequence-classification head, and independent tags from a multi-label head."""
import numpy as np
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Heads:
    def __init__(self, single, multi):
        self.tok = AutoTokenizer.from_pretrained(single)
        self.one = AutoModelForSequenceClassification.from_pretrained(single).eval()
        self.many = AutoModelForSequenceClassification.from_pretrained(multi).eval()

    @torch.no_grad()
    def __call__(self, texts):
        enc = self.tok(texts, padding=True, truncation=True, return_tensors="pt")
        p = F.softmax(self.one(**enc).logits, dim=1)
        tags = torch.sigmoid(self.many(**enc).logits)
        conf, label = p.max(dim=1)
        return label.numpy(), conf.numpy(), (tags > 0.5).numpy()


def ensemble(probs):
    """probs: (models, rows, classes). Averages the models' class probabilities."""
    return np.mean(probs, axis=0).argmax(-1)
