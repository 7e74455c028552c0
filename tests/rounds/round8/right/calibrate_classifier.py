"""Temperature scaling for an image classifier, plus ECE and the max-softmax OOD score."""
import torch
import torch.nn.functional as F
from torch import optim


def fit_temperature(logits, labels, steps=60):
    log_t = torch.zeros(1, requires_grad=True)
    opt = optim.LBFGS([log_t], lr=0.1, max_iter=steps)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(logits / log_t.exp(), labels)
        loss.backward()
        return loss

    opt.step(closure)
    return log_t.exp().item()


def ece(probs, labels, bins=15):
    conf, pred = probs.max(dim=1)
    edges = torch.linspace(0, 1, bins + 1)
    gap = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            acc = (pred[inside] == labels[inside]).float().mean()
            gap += inside.float().mean() * (acc - conf[inside].mean()).abs()
    return float(gap)


def report(val, test, ood):
    t = fit_temperature(*val)
    cal = F.softmax(test[0] / t, dim=1)
    return {
        "T": t,
        "ece_before": ece(F.softmax(test[0], dim=1), test[1]),
        "ece_after": ece(cal, test[1]),
        "msp_in": cal.max(dim=1).values.mean().item(),
        "msp_ood": F.softmax(ood / t, dim=1).max(dim=1).values.mean().item(),
    }
