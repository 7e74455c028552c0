"""Trace of a tempered sampler: stores the behaviour policy's log-probability of every action."""
import torch
from torch import nn


class Sampler(nn.Module):
    def __init__(self, net, tau=1.0):
        super().__init__()
        self.net = net
        self.tau = tau
        self.trace = []

    @torch.no_grad()
    def forward(self, state):
        z = self.net(state)[:, -1].float() / self.tau
        behaviour = torch.log_softmax(z, dim=-1)
        a = torch.multinomial(behaviour.exp(), num_samples=1)
        self.trace.append(behaviour.gather(1, a)[:, 0])
        return a

    def logp(self):
        """[B, steps], under the tempered policy that produced the actions."""
        return torch.stack(self.trace, dim=1)

    def importance(self, updated):
        return (updated - self.logp()).exp()
