"""Behaviour cloning where states and actions are aligned: no shift between logits and actions."""
import torch
import torch.nn.functional as F
from torch import nn


class Cloner(nn.Module):
    """logits[:, t] is computed from the states up to t and scores actions[:, t]."""

    def __init__(self, state_dim, actions, width=32):
        super().__init__()
        self.rnn = nn.GRU(state_dim, width, batch_first=True)
        self.pi = nn.Linear(width, actions)

    def forward(self, states):
        return self.pi(self.rnn(states)[0])

    def log_prob(self, states, actions, mask):
        lp = self(states).log_softmax(-1).gather(-1, actions.unsqueeze(-1)).squeeze(-1)
        return (lp * mask).sum(-1)

    def loss(self, states, actions, mask):
        ce = F.cross_entropy(self(states).flatten(0, 1), actions.flatten(), reduction="none").view_as(mask)
        return (ce * mask).sum() / mask.sum().clamp(min=1)


if __name__ == "__main__":
    m = Cloner(3, 4)
    s, a, k = torch.randn(2, 5, 3), torch.randint(4, (2, 5)), torch.ones(2, 5)
    assert torch.allclose(-m.log_prob(s, a, k).sum() / 10, m.loss(s, a, k), atol=1e-5)
