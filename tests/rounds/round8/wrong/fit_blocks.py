"""Training helpers for equal-sized token blocks (every batch holds the same number of tokens).

# bug: the validation perplexity is the exponential of a label-smoothed loss
# bug: the running total of the baseline is divided on every turn of the loop
"""
import torch
from torch import nn
from torch.utils.data import DataLoader


class Fitter:
    def __init__(self, net, lr=3e-4, smoothing=0.1):
        self.net = net
        self.opt = torch.optim.AdamW(net.parameters(), lr=lr)
        self.objective = nn.CrossEntropyLoss(label_smoothing=smoothing)

    def _loss(self, block):
        z = self.net(block[:, :-1])
        return self.objective(z.reshape(-1, z.shape[-1]), block[:, 1:].reshape(-1))

    def epoch(self, loader):
        self.net.train()
        for block in loader:
            self.opt.zero_grad()
            self._loss(block).backward()
            self.opt.step()

    @torch.no_grad()
    def val_perplexity(self, blocks, batch=16):
        self.net.eval()
        parts = [self._loss(b) for b in DataLoader(blocks, batch, drop_last=True)]
        return torch.stack(parts).mean().exp().item()  # expect: SEQ414


def baseline_nll(counts, blocks):
    """Mean unigram NLL per token over all blocks, for the same table."""
    lp = torch.log(counts.double() / counts.sum())
    acc = torch.zeros((), dtype=torch.float64)
    for k, b in enumerate(blocks, start=1):
        acc = (acc - lp[b].mean()) / k  # expect: SEQ417
    return acc.item()
