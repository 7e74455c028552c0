"""Text-adventure agent: a GRU reads the room description and scores every
command of the fixed command list (Jericho).  REINFORCE with a baseline.

# bug: the distribution object gets probabilities under logits=, so they are soft-maxed a second time
"""
import torch
import torch.nn as nn
from torch.distributions import Categorical


class Actor(nn.Module):
    def __init__(self, vocab, n_cmd):
        super().__init__()
        self.emb = nn.EmbeddingBag(vocab, 96, mode="mean")
        self.mlp = nn.Sequential(nn.Linear(96, 128), nn.ReLU(), nn.Linear(128, n_cmd))

    def forward(self, bag, offsets):
        return self.mlp(self.emb(bag, offsets)).softmax(-1)  # expect-near: SEQ106


class Agent:
    def __init__(self, actor, lr=3e-4, gamma=0.95):
        self.actor, self.gamma = actor, gamma
        self.opt = torch.optim.Adam(actor.parameters(), lr=lr)
        self.trace = []

    def act(self, bag, offsets):
        pi = Categorical(logits=self.actor(bag, offsets))  # expect: SEQ106
        a = pi.sample()
        self.trace.append(pi.log_prob(a))
        return int(a)

    def learn(self, rewards, baseline):
        ret, g = [], 0.0
        for r in reversed(rewards):
            g = r + self.gamma * g
            ret.append(g)
        ret = torch.tensor(ret[::-1])
        loss = -(torch.cat(self.trace) * (ret - baseline)).sum()
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        self.trace = []
        return float(loss)
