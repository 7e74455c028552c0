"""Toxicity tagger: six independent labels, so one sigmoid each; thresholds tuned on dev."""
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Tagger:
    def __init__(self, path, labels):
        self.labels = labels
        self.tk = AutoTokenizer.from_pretrained(path)
        self.net = AutoModelForSequenceClassification.from_pretrained(path, num_labels=len(labels)).eval()

    @torch.no_grad()
    def probs(self, texts):
        enc = self.tk(texts, padding=True, truncation=True, return_tensors="pt")
        return torch.sigmoid(self.net(**enc).logits).numpy()

    def step(self, texts, y):
        enc = self.tk(texts, padding=True, truncation=True, return_tensors="pt")
        return F.binary_cross_entropy_with_logits(self.net(**enc).logits, torch.as_tensor(y).float())

    def tune(self, texts, gold):
        p, grid = self.probs(texts), np.linspace(0.05, 0.95, 19)
        gold = np.asarray(gold)
        return {
            l: max(grid, key=lambda t: f1_score(gold[:, j], p[:, j] > t, zero_division=0))
            for j, l in enumerate(self.labels)
        }
