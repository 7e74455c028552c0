"""Label smoothing in training, plain cross entropy for the reported perplexity."""
import torch
import torch.nn as nn


class Trainer:
    def __init__(self, pad):
        self.pad = pad
        self.train_loss = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=0.1)
        self.eval_loss = nn.CrossEntropyLoss(ignore_index=pad, reduction="sum")

    def step(self, model, src, tgt_in, tgt_out):
        return self.train_loss(model(src, tgt_in).flatten(0, 1), tgt_out.flatten())

    @torch.no_grad()
    def valid_ppl(self, model, loader):
        nll, n = 0.0, 0
        for src, tgt_in, tgt_out in loader:
            nll += self.eval_loss(model(src, tgt_in).flatten(0, 1), tgt_out.flatten()).item()
            n += int((tgt_out != self.pad).sum())
        return torch.tensor(nll / max(n, 1)).exp().item()
