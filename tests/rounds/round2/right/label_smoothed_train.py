"""Translation training with label smoothing; perplexity comes from the plain NLL."""
import torch
from torch import nn


class Objective:
    def __init__(self, pad, smoothing=0.1):
        self.train_loss = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=smoothing)
        self.plain = nn.CrossEntropyLoss(ignore_index=pad, reduction="sum")
        self.pad = pad

    def step(self, net, src, tgt):
        z = net(src, tgt[:, :-1])
        return self.train_loss(z.flatten(0, 1), tgt[:, 1:].flatten())

    @torch.no_grad()
    def perplexity(self, net, loader):
        nats, n = 0.0, 0
        for src, tgt in loader:
            z = net(src, tgt[:, :-1]).float()
            nats += self.plain(z.flatten(0, 1), tgt[:, 1:].flatten()).item()
            n += int((tgt[:, 1:] != self.pad).sum())
        return torch.tensor(nats / max(n, 1), dtype=torch.float64).exp().item()
