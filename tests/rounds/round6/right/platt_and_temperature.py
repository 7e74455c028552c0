"""Temperature scaling of an intent classifier (logits (N, C)), fitted by LBFGS on validation data."""
import torch
import torch.nn.functional as F
from torch import nn


class TemperatureScaler(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, logits):
        return logits / self.log_t.exp()

    def fit(self, logits, labels, steps=50):
        opt = torch.optim.LBFGS([self.log_t], lr=0.1, max_iter=steps)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(self(logits), labels)
            loss.backward()
            return loss

        opt.step(closure)
        return self

    @torch.no_grad()
    def calibrated(self, logits):
        return F.softmax(self(logits), dim=1)


def brier(p, labels):
    hot = F.one_hot(labels, p.shape[1]).to(p.dtype)
    return (p - hot).pow(2).sum(dim=1).mean().item()


def mean_confidence(p):
    return p.max(dim=1).values.mean().item()
