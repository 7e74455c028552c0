"""Perplexity of answers from cached log-prob tables.
# bug: masked_fill_ writes into the labels of the batch that the caller goes on using.
"""
import torch


class AnswerPerplexity:
    def __init__(self):
        self.nll, self.n = 0.0, 0

    def update(self, lp: torch.Tensor, labels: torch.Tensor):
        """lp (B, T, V) predicts labels (B, T), which is -100 outside the answer."""
        valid = labels.ge(0)
        labels.masked_fill_(~valid, 0)  # expect: SEQ308
        tok = torch.take_along_dim(lp, labels[..., None], dim=-1)[..., 0]
        self.nll -= tok[valid].sum().item()
        self.n += int(valid.sum())

    def compute(self):
        return torch.exp(torch.tensor(self.nll / max(self.n, 1))).item()
