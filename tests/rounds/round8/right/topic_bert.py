"""Topics of letters with a fine-tuned BERT classifier (one logit per topic)."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class TopicModel:
    def __init__(self, path):
        self.tk = AutoTokenizer.from_pretrained(path)
        self.net = AutoModelForSequenceClassification.from_pretrained(path).eval()

    @torch.no_grad()
    def __call__(self, letters):
        enc = self.tk(letters, padding=True, truncation=True, return_tensors="pt")
        probs = torch.softmax(self.net(**enc).logits, dim=1)
        conf, k = probs.max(dim=1)
        names = self.net.config.id2label
        return [(names[i], c) for i, c in zip(k.tolist(), conf.tolist())]


def mean_confidence(results):
    return sum(c for _, c in results) / max(len(results), 1)
