"""Scorer module with a LogSoftmax instance on self; the axis is the vocabulary."""
import torch.nn as nn


class DecoderScorer(nn.Module):
    def __init__(self, decoder: nn.Module):
        super().__init__()
        self.decoder = decoder
        self.norm = nn.LogSoftmax(dim=2)
        self.nll = nn.NLLLoss(reduction="none")

    def forward(self, seq, mask):
        probs = self.norm(self.decoder(seq, mask)[:, :-1].float())
        b, t, v = probs.shape
        per = self.nll(probs.reshape(b * t, v), seq[:, 1:].reshape(-1)).view(b, t)
        return -per.masked_fill(mask[:, 1:] == 0, 0.0).sum(dim=1)
