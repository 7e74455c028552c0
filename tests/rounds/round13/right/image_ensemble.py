"""Image classifiers: temperature fit on a validation split, ensemble, rejection by largest probability."""
import math

import torch
import torch.nn.functional as F
from torch import nn


class Calibrated(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, images):
        return self.net(images) / self.log_t.exp()

    def fit(self, logits, labels):
        opt = torch.optim.LBFGS([self.log_t], max_iter=60)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(logits / self.log_t.exp(), labels)
            loss.backward()
            return loss

        opt.step(closure)
        return self


@torch.no_grad()
def ensemble(nets, images):
    """Log of the members' average class probability, shape (images, classes)."""
    lps = torch.stack([F.log_softmax(n(images), dim=1) for n in nets])
    return torch.logsumexp(lps, dim=0) - math.log(len(nets))


def decide(nets, images, floor=0.6):
    p = ensemble(nets, images).exp()
    conf, cls = p.max(dim=1)
    return torch.where(conf >= floor, cls, torch.full_like(cls, -1)), conf


def nll(nets, images, labels):
    return F.nll_loss(ensemble(nets, images), labels).item()
