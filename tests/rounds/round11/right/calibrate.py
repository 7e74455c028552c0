"""Temperature scaling of an image classifier, expected calibration error, class-balanced accuracy."""
import torch
import torch.nn.functional as F


def fit_temperature(logits, y, iters=60):
    log_t = torch.zeros(1, requires_grad=True)
    opt = torch.optim.LBFGS([log_t], max_iter=iters)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(logits / log_t.exp(), y)
        loss.backward()
        return loss

    opt.step(closure)
    return log_t.exp().item()


def ece(logits, y, bins=15):
    conf, pred = torch.softmax(logits, 1).max(1)
    hit = (pred == y).float()
    edges = torch.linspace(0, 1, bins + 1)
    out = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        sel = (conf > lo) & (conf <= hi)
        if sel.any():
            out += sel.float().mean() * (hit[sel].mean() - conf[sel].mean()).abs()
    return float(out)


def hardest(logits, y, k=20):
    return F.cross_entropy(logits, y, reduction="none").topk(k).indices
