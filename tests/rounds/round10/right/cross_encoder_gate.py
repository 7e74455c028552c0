"""Drop BM25 hits that a one-logit cross encoder finds irrelevant."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

name = "cross-encoder/ms-marco-MiniLM-L-6-v2"
tok = AutoTokenizer.from_pretrained(name)
net = AutoModelForSequenceClassification.from_pretrained(name).eval()


@torch.no_grad()
def gate(query, hits, cutoff=0.3):
    enc = tok([(query, h["text"]) for h in hits], padding=True, truncation=True,
              max_length=512, return_tensors="pt")
    rel = torch.sigmoid(net(**enc).logits.squeeze(-1))
    order = torch.argsort(rel, descending=True).tolist()
    return [hits[i] | {"rel": rel[i].item()} for i in order if rel[i] >= cutoff]
