"""Temperature scaling of the router's class logits on a validation split."""
import torch
import torch.nn.functional as F


class TemperatureScaler:
    def __init__(self):
        self.log_t = torch.zeros(1, requires_grad=True)

    def fit(self, logits, y):
        opt = torch.optim.LBFGS([self.log_t], lr=0.1, max_iter=60)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(logits / self.log_t.exp(), y)
            loss.backward()
            return loss

        opt.step(closure)
        return self

    @torch.no_grad()
    def probs(self, logits):
        return F.softmax(logits / self.log_t.exp(), dim=1)


def ece(p, y, bins=15):
    conf, pred = p.max(1)
    edges = torch.linspace(0, 1, bins + 1)
    err = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        b = (conf > lo) & (conf <= hi)
        if b.any():
            err += b.float().mean() * (conf[b].mean() - (pred[b] == y[b]).float().mean()).abs()
    return float(err)
