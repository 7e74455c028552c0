"""Transformer NMT homework: training and validation loop.

# bug: the reported perplexity is the exponential of the label-smoothed loss
"""
import math

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR


class Runner:
    def __init__(self, net, pad, warmup=4000, eps=0.1):
        self.net = net
        self.loss_fn = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=eps, reduction="sum")
        self.pad = pad
        self.opt = torch.optim.Adam(net.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9)
        d = net.d_model
        self.sched = LambdaLR(self.opt, lambda s: d**-0.5 * min((s + 1) ** -0.5, (s + 1) * warmup**-1.5))

    def _loss(self, src, tgt):
        z = self.net(src, tgt[:, :-1])
        gold = tgt[:, 1:]
        return self.loss_fn(z.flatten(0, 1), gold.flatten()), int((gold != self.pad).sum())

    def train_epoch(self, loader):
        self.net.train()
        for src, tgt in loader:
            loss, n = self._loss(src, tgt)
            self.opt.zero_grad()
            (loss / n).backward()
            self.opt.step()
            self.sched.step()

    @torch.no_grad()
    def validate(self, loader):
        self.net.eval()
        total, count = 0.0, 0
        for src, tgt in loader:
            loss, n = self._loss(src, tgt)
            total += loss.item()
            count += n
        return {"loss": total / count, "ppl": math.exp(min(total / count, 100))}  # expect: SEQ414
