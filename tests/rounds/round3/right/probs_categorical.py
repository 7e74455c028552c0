"""Log-probabilities of actions drawn by a policy."""
import torch
from torch import distributions as D


class Policy(torch.nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def dist(self, state, explore=0.0):
        p = self.body(state).softmax(dim=-1)
        if explore:
            p = (1 - explore) * p + explore / p.shape[-1]
        return D.Categorical(probs=p)

    def evaluate(self, state, action):
        d = self.dist(state)
        return d.log_prob(action), d.entropy()

    def evaluate_logits(self, state, action):
        lp = self.body(state).log_softmax(dim=-1)
        return D.Categorical(logits=lp).log_prob(action)
