"""A decoder head with a scoring method.

# bug: LogSoftmax(dim=0) normalises over the rows of a (tokens, vocabulary) matrix
"""
import torch
from torch import nn


class DecoderHead(nn.Module):
    def __init__(self, width: int, vocab: int):
        super().__init__()
        self.proj = nn.Linear(width, vocab)
        self.squash = nn.LogSoftmax(dim=0)  # expect: SEQ104

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """hidden: (tokens, width); returns (tokens, vocab)."""
        return self.squash(self.proj(hidden))  # expect-near: SEQ104

    def score(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Log-probability of targets; hidden[i] is the state before targets[i]."""
        table = self(hidden)
        return table[torch.arange(targets.shape[0]), targets].sum()
