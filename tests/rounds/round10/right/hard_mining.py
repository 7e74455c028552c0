"""Image classification with online hard-example mining."""
import torch
from torch import nn
from torch.nn import functional as F


def ohem(logits, y, keep=0.7):
    each = F.cross_entropy(logits, y, reduction="none")
    k = max(1, int(keep * len(each)))
    return each.topk(k).values.mean()


@torch.no_grad()
def worst(net: nn.Module, loader):
    """The image of each batch the net gets most wrong."""
    net.eval()
    out = []
    for x, y, name in loader:
        loss = F.cross_entropy(net(x), y, reduction="none")
        i = loss.argmax().item()
        out.append((name[i], loss[i].item()))
    return sorted(out, key=lambda t: -t[1])


@torch.no_grad()
def top1(net, loader):
    net.eval()
    good = n = 0
    for x, y, _ in loader:
        p = F.softmax(net(x), dim=1)
        good += (p.argmax(1) == y).sum().item()
        n += len(y)
    return good / max(n, 1)
