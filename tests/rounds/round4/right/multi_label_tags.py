"""Multi-label tagging of support tickets: one sigmoid per tag."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Tagger:
    def __init__(self, name, tags):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(
            name, num_labels=len(tags), problem_type="multi_label_classification"
        ).eval()
        self.tags = tags

    @torch.no_grad()
    def __call__(self, texts, cut=0.5):
        enc = self.tok(texts, padding=True, truncation=True, return_tensors="pt")
        p = self.net(**enc).logits.sigmoid()
        return [[t for t, v in zip(self.tags, row) if v > cut] for row in p.tolist()]
