"""Evaluate a nanoGPT-style model: its loss compares logits[t] with targets[t], so targets arrive shifted."""
import numpy as np
import torch
from torch.nn import functional as F


class Head(torch.nn.Module):
    def __init__(self, trunk, width, vocab):
        super().__init__()
        self.trunk = trunk
        self.lm_head = torch.nn.Linear(width, vocab, bias=False)

    def forward(self, idx, labels):
        logits = self.lm_head(self.trunk(idx)).float()
        return F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))


def windows(path, width):
    data = np.memmap(path, dtype=np.uint16, mode="r")
    for a in range(0, len(data) - width, width):
        seg = torch.from_numpy(data[a:a + width + 1].astype(np.int64))[None]
        yield seg[:, :-1], seg[:, 1:].contiguous()


@torch.no_grad()
def mean_nll(model, path, width=256):
    model.eval()
    total, n = 0.0, 0
    for x, y in windows(path, width):
        total += model(x, labels=y).item() * y.numel()
        n += y.numel()
    if n == 0:
        raise ValueError(f"{path} is shorter than one window")
    return total / n
