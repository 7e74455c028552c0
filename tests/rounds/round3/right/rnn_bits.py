"""Bits per character of a character RNN."""
import math

import torch
from torch import nn


class Evaluator:
    def __init__(self, net: nn.Module):
        self.net = net.eval()
        self.loss = nn.CrossEntropyLoss(reduction="sum")

    @torch.no_grad()
    def bits_per_character(self, ids: torch.Tensor) -> float:
        """ids: (n,) characters."""
        out = self.net(ids[None, :-1])[0]
        nats = self.loss(out, ids[1:]).item()
        return nats / ((len(ids) - 1) * math.log(2))
