"""Trainer for a transformer LM with label smoothing; logs train and valid perplexity.

# bug: perplexity is the exponential of the label-smoothed criterion.
"""
import math

import torch
from torch import nn


class Engine:
    def __init__(self, net, opt, pad, eps=0.1, device="cuda"):
        self.net, self.opt, self.device = net.to(device), opt, device
        self.pad = pad
        self.crit = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=eps, reduction="sum")  # expect-near: SEQ414

    def _pass(self, x):
        x = x.to(self.device)
        y = x[:, 1:]
        z = self.net(x[:, :-1])
        return self.crit(z.reshape(-1, z.size(-1)), y.reshape(-1)), y.ne(self.pad).sum().item()

    def train_epoch(self, loader):
        self.net.train()
        for x in loader:
            self.opt.zero_grad()
            loss, n = self._pass(x)
            (loss / max(n, 1)).backward()
            nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
            self.opt.step()

    @torch.no_grad()
    def valid_ppl(self, loader):
        self.net.eval()
        s, k = 0.0, 0
        for x in loader:
            loss, n = self._pass(x)
            s += loss.item()
            k += n
        return math.exp(min(s / k, 50))  # expect: SEQ414
