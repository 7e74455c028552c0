"""A mask that is True on padding, as nn.Transformer has it."""
import torch
from torch import nn


class Scorer(nn.Module):
    def __init__(self, net, pad):
        super().__init__()
        self.net, self.pad = net, pad
        self.xent = nn.CrossEntropyLoss(reduction="none", ignore_index=pad)

    def forward(self, src, tgt):
        """Log-probability of each target row; pad has an id of its own."""
        pad_mask = tgt[:, 1:] == self.pad
        z = self.net(src, tgt[:, :-1], tgt_key_padding_mask=tgt[:, :-1] == self.pad)
        nll = self.xent(z.transpose(1, 2), tgt[:, 1:]).masked_fill(pad_mask, 0.0)
        return -nll.sum(dim=1)

    def lengths(self, tgt):
        return torch.logical_not(tgt[:, 1:] == self.pad).sum(dim=1)
