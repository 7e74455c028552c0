"""Fluency filter with a masked LM.
# bug: labels=input_ids on a masked LM lets it see every token; exp of that loss is no perplexity.
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

NAME = "roberta-base"


class Fluency:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained(NAME)
        self.mlm = AutoModelForMaskedLM.from_pretrained(NAME).eval()

    def perplexity(self, text):
        enc = self.tok(text, return_tensors="pt")
        with torch.no_grad():
            loss = self.mlm(**enc, labels=enc["input_ids"].clone()).loss  # expect-near: SEQ415
        return torch.exp(loss).item()  # expect: SEQ415

    def keep(self, texts, limit=30.0):
        return [t for t in texts if self.perplexity(t) < limit]
