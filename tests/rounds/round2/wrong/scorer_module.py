"""Sequence scorer used by the reranking head.

# bug: the LogSoftmax module normalises over time (axis 1 of batch, time, vocabulary)
"""
import torch
import torch.nn as nn


class SequenceScorer(nn.Module):
    def __init__(self, decoder: nn.Module, pad: int):
        super().__init__()
        self.decoder = decoder
        self.pad = pad
        self.norm = nn.LogSoftmax(dim=1)  # expect-near: SEQ104

    def forward(self, seq: torch.Tensor, seq_mask: torch.Tensor) -> torch.Tensor:
        """seq, seq_mask: (batch, time). Returns one log-probability per row."""
        states = self.decoder(seq, seq_mask)          # (batch, time, vocab)
        lp = self.norm(states[:, :-1, :])  # expect: SEQ104
        target = seq[:, 1:]
        per_tok = lp.gather(2, target.unsqueeze(2)).squeeze(2)
        return per_tok.masked_fill(seq_mask[:, 1:] == 0, 0.0).sum(dim=1)
