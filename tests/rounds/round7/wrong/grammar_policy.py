"""Policy over the tokens that a grammar allows in a given state (constrained decoding for RL).

The policy is the language model's distribution renormalised over the allowed tokens.
# bug: Categorical(logits=...) is given probabilities, so they are put through a softmax again.
# bug: the entropy multiplies p with log p where forbidden tokens have p = 0 and log p = -inf, which gives nan.
"""
import torch
from torch.distributions import Categorical


class GrammarPolicy:
    def __init__(self, net, automaton):
        self.net = net
        self.automaton = automaton
        self.trace = []

    def _allowed(self, state, size, device):
        ok = torch.zeros(size, dtype=torch.bool, device=device)
        ok[torch.as_tensor(self.automaton.moves(state), device=device)] = True
        return ok

    def _masked(self, hidden, state):
        z = self.net(hidden).float()
        ok = self._allowed(state, z.shape[-1], z.device)
        return z.masked_fill(~ok, float("-inf")).log_softmax(dim=-1)

    def step(self, hidden, state):
        logp = self._masked(hidden, state)
        weights = logp.exp()
        pick = Categorical(logits=weights)  # expect: SEQ106
        action = pick.sample()
        self.trace.append((state, int(action)))
        return action, pick.log_prob(action), self.uncertainty(logp)

    @staticmethod
    def uncertainty(logp):
        weights = logp.exp()
        return -(weights * logp).sum(dim=-1)  # expect: SEQ610

    def reset(self):
        self.trace.clear()
        return self.automaton.start
