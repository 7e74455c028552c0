"""Post-hoc calibration of a classifier: one temperature, fitted on the validation logits."""
import torch
import torch.nn.functional as F


def fit_temperature(logits, y, iters=50):
    log_t = torch.zeros(1, requires_grad=True)
    opt = torch.optim.LBFGS([log_t], lr=0.1, max_iter=iters)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(logits / log_t.exp(), y)
        loss.backward()
        return loss

    opt.step(closure)
    return log_t.exp().item()


def ece(logits, y, t, bins=15):
    conf, guess = torch.softmax(logits / t, dim=1).max(1)
    hit = (guess == y).float()
    edges = torch.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        sel = (conf > lo) & (conf <= hi)
        if sel.any():
            total += sel.float().mean() * (hit[sel].mean() - conf[sel].mean()).abs()
    return float(total)
