"""Image classifier evaluation: NLL, calibration, multi-label head."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class TwoHeads(nn.Module):
    def __init__(self, trunk, d, classes, tags):
        super().__init__()
        self.trunk = trunk
        self.cls = nn.Sequential(nn.Linear(d, classes), nn.LogSoftmax(dim=1))
        self.tags = nn.Linear(d, tags)

    def forward(self, x):
        f = self.trunk(x)
        return self.cls(f), self.tags(f)


@torch.no_grad()
def evaluate(net, loader):
    net.eval()
    nll = tag_loss = 0.0
    n = right = 0
    for x, y, t in loader:
        logits, tag_z = net(x)
        nll += F.nll_loss(logits, y, reduction="sum").item()
        p = torch.sigmoid(tag_z)
        tag_loss += F.binary_cross_entropy(p, t, reduction="sum").item() / t.size(1)
        right += (logits.argmax(dim=1) == y).sum().item()
        n += y.numel()
    n = max(n, 1)
    return {"nll": nll / n, "tags": tag_loss / n, "acc": right / n}


def fit_temperature(logits, y, steps=200):
    """Post-hoc calibration (Guo et al.): one scalar on held-out logits."""
    log_t = torch.zeros((), requires_grad=True)
    opt = torch.optim.Adam([log_t], lr=0.05)
    for _ in range(steps):
        opt.zero_grad()
        F.cross_entropy(logits / log_t.exp(), y).backward()
        opt.step()
    return log_t.exp().item()
