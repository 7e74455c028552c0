"""Membership inference, average token log-likelihood of candidate documents.

# bug: the largest log-probability of each position is used, not the one of the document's token.
"""
import numpy as np
import torch


class LikelihoodAttack:
    def __init__(self, model, tokenizer, limit=1024):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.limit = limit

    @torch.no_grad()
    def statistic(self, text):
        enc = self.tokenizer(text, truncation=True, max_length=self.limit, return_tensors="pt")
        logits = self.model(**enc).logits[0, :-1].float()
        per_token = logits.log_softmax(dim=-1).max(dim=-1).values  # expect: SEQ204
        return per_token.mean().item()  # expect-near: SEQ204

    def decide(self, texts, threshold):
        s = np.array([self.statistic(t) for t in texts])
        return s > threshold
