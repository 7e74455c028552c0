"""Validation over memory-mapped token shards in the nanoGPT style (x and y already one apart)."""
import math

import numpy as np
import torch
import torch.nn.functional as F


def windows(path, width):
    data = np.memmap(path, dtype=np.uint16, mode="r")
    for a in range(0, len(data) - 1, width):
        piece = torch.from_numpy(data[a : a + width + 1].astype(np.int64))
        if len(piece) > 1:
            yield piece[None, :-1], piece[None, 1:]


@torch.no_grad()
def evaluate(net, path, width=1024):
    net.eval()
    total, n = 0.0, 0
    for x, y in windows(path, width):
        logits = net(x)
        loss = F.cross_entropy(logits.float().view(-1, logits.size(-1)), y.reshape(-1))
        total += loss.item() * y.numel()
        n += y.numel()
    nll = total / max(n, 1)
    return nll, math.exp(nll) if nll < 700 else math.inf
