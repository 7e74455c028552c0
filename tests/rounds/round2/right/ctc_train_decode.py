"""CTC: log-probs over symbols are (time, batch, symbol); greedy collapse."""
import torch
from torch import nn


class CTCHead(nn.Module):
    def __init__(self, dim, symbols, blank=0):
        super().__init__()
        self.out = nn.Linear(dim, symbols)
        self.blank = blank
        self.loss_fn = nn.CTCLoss(blank=blank, zero_infinity=True)

    def loss(self, h, lengths, targets, target_lengths):
        lp = self.out(h).float().log_softmax(2).transpose(0, 1)
        return self.loss_fn(lp, targets, lengths, target_lengths)

    @torch.no_grad()
    def decode(self, h, lengths):
        best = self.out(h).argmax(dim=2)
        texts = []
        for row, n in zip(best, lengths.tolist()):
            row = torch.unique_consecutive(row[:n])
            texts.append(row[row != self.blank].tolist())
        return texts
