"""PPO actor over tokens."""
import torch
from torch import nn
from torch.distributions import Categorical


class TokenActor(nn.Module):
    def __init__(self, trunk, width, vocab):
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(width, vocab)
        self.critic = nn.Linear(width, 1)

    def _probs(self, h):
        return torch.softmax(self.head(h), dim=-1)

    def step(self, ids):
        h = self.trunk(ids)[:, -1]
        pi = Categorical(probs=self._probs(h))
        tok = pi.sample()
        return tok, pi.log_prob(tok), self.critic(h).squeeze(-1)

    def replay(self, ids, begin):
        h = self.trunk(ids[:, :-1])[:, begin - 1:]
        pi = Categorical(logits=self.head(h))
        return pi.log_prob(ids[:, begin:]), pi.entropy(), self.critic(h).squeeze(-1)
