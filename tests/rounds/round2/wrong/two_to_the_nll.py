"""Perplexity of Wikipedia articles.

# bug: 2 to the power of a natural-log cross-entropy
"""
import torch
from torch.nn import CrossEntropyLoss


class ArticlePPL:
    def __init__(self, lm, tokenizer):
        self.lm = lm.eval()
        self.tokenizer = tokenizer
        self.ce = CrossEntropyLoss(reduction="sum")

    @torch.no_grad()
    def entropy(self, text):
        enc = self.tokenizer(text, return_tensors="pt")
        z = self.lm(**enc).logits[0, :-1].float()
        y = enc["input_ids"][0, 1:]
        return self.ce(z, y) / y.numel()

    def perplexity(self, text):
        h = self.entropy(text)
        return (2.0 ** h).item()  # expect: SEQ411
