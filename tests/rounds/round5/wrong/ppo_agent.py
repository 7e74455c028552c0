"""Token-level PPO actor.

# bug: softmax probabilities are handed to Categorical(logits=...), which normalises them a second time
"""
import torch
import torch.nn as nn
from torch.distributions import Categorical


class Actor(nn.Module):
    def __init__(self, trunk, hidden, n_vocab):
        super().__init__()
        self.trunk = trunk
        self.lm_head = nn.Linear(hidden, n_vocab, bias=False)
        self.value_head = nn.Linear(hidden, 1)

    def _next(self, h):
        return self.lm_head(h).float().softmax(dim=-1)

    def policy(self, states):
        return Categorical(logits=self._next(states))  # expect: SEQ106

    def act(self, ids):
        h = self.trunk(ids)[:, -1]
        d = self.policy(h)
        a = d.sample()
        return a, d.log_prob(a), self.value_head(h).squeeze(-1)

    def evaluate(self, ids, actions, start):
        h = self.trunk(ids)[:, start - 1:-1]
        d = self.policy(h)
        return d.log_prob(actions), d.entropy(), self.value_head(h).squeeze(-1)


def clipped(new, old, adv, eps=0.2):
    r = torch.exp(new - old)
    return -torch.minimum(r * adv, r.clamp(1 - eps, 1 + eps) * adv).mean()
