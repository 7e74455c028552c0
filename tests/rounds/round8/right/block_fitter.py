"""Fit with label smoothing, validate with plain cross-entropy (equal-sized blocks)."""
import torch
import torch.nn.functional as F


def outputs(net, block):
    return net(block[:, :-1]).flatten(0, 1), block[:, 1:].flatten()


def train_step(net, opt, block, eps=0.1):
    net.train()
    z, y = outputs(net, block)
    loss = F.cross_entropy(z, y, label_smoothing=eps)
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.item()


@torch.no_grad()
def val_perplexity(net, blocks):
    net.eval()
    nats, n = torch.zeros((), dtype=torch.float64), 0
    for b in blocks:
        z, y = outputs(net, b)
        nats += F.cross_entropy(z, y, reduction="sum").double().cpu()
        n += y.numel()
    return (nats / max(n, 1)).exp().item()


def smoothed_curve(losses, a=0.98):
    """Exponential moving average of training losses, corrected for its start, for the plot."""
    out, ema = [], 0.0
    for k, x in enumerate(losses, 1):
        ema = a * ema + (1 - a) * x
        out.append(ema / (1 - a ** k))
    return out
