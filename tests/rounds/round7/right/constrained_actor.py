"""Sampling from a language model restricted by an automaton; the behaviour policy is the
distribution renormalised over the legal tokens, and that is what the trainer needs."""
import torch
from torch import Tensor
from torch.distributions import Categorical


def policy_entropy(logp: Tensor, legal: Tensor) -> Tensor:
    finite = logp.masked_fill(~legal, 0.0)
    return -(logp.exp() * finite).sum(-1)


class ConstrainedActor:
    def __init__(self, head, automaton):
        self.head, self.automaton = head, automaton

    def legal_tokens(self, state, z):
        legal = torch.zeros_like(z, dtype=torch.bool)
        legal[..., self.automaton.moves(state)] = True
        return legal

    def __call__(self, hidden, state):
        z = self.head(hidden).float()
        legal = self.legal_tokens(state, z)
        logp = z.masked_fill(~legal, float("-inf")).log_softmax(-1)
        dist = Categorical(logits=logp)
        token = dist.sample()
        return token, dist.log_prob(token), policy_entropy(logp, legal)
