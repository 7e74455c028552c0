"""Multi-label topics and a sentence classifier with a padded encoder batch."""
import torch
from torch import nn
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Topics(nn.Module):
    def __init__(self, name, n):
        super().__init__()
        self.body = AutoModelForSequenceClassification.from_pretrained(
            name, num_labels=n, problem_type="multi_label_classification"
        )

    def forward(self, **batch):
        return torch.sigmoid(self.body(**batch).logits)


@torch.no_grad()
def predict(texts, tk, net, threshold=0.5):
    net.eval()
    p = net(**tk(texts, padding=True, truncation=True, return_tensors="pt"))
    return [row.nonzero().flatten().tolist() for row in (p > threshold)]


@torch.no_grad()
def sentiment(texts, name="distilbert-base-uncased-finetuned-sst-2-english"):
    tk = AutoTokenizer.from_pretrained(name)
    net = AutoModelForSequenceClassification.from_pretrained(name).eval()
    z = net(**tk(texts, padding=True, truncation=True, return_tensors="pt")).logits
    return torch.softmax(z, dim=1)[:, 1].tolist()
