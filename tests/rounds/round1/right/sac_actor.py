"""Squashed Gaussian actor of soft actor-critic."""
import torch
from torch import nn
from torch.distributions import Normal


class Actor(nn.Module):
    def __init__(self, obs, act, hidden=256):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.mu = nn.Linear(hidden, act)
        self.log_std = nn.Linear(hidden, act)

    def forward(self, o):
        h = self.body(o)
        dist = Normal(self.mu(h), self.log_std(h).clamp(-20, 2).exp())
        u = dist.rsample()
        a = torch.tanh(u)
        log_prob = dist.log_prob(u) - torch.log(1 - a.pow(2) + 1e-6)
        return a, log_prob.sum(-1, keepdim=True)


def actor_loss(actor, q1, q2, o, alpha):
    a, lp = actor(o)
    return (alpha * lp - torch.min(q1(o, a), q2(o, a))).mean()
