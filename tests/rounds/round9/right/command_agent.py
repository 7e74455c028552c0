"""Actor for text adventures: probabilities from the network, so they are the first argument of Categorical."""
import torch
from torch import nn
from torch.distributions import Categorical


class CommandNet(nn.Module):
    def __init__(self, feat, n_cmd):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(feat, 128), nn.Tanh(), nn.Linear(128, n_cmd))

    def forward(self, x):
        return torch.softmax(self.body(x), dim=-1)


def rollout(env, net, limit=100):
    logps, rewards, ents = [], [], []
    obs, done = env.reset(), False
    while not done and len(rewards) < limit:
        dist = Categorical(net(obs))
        a = dist.sample()
        logps.append(dist.log_prob(a))
        ents.append(dist.entropy())
        obs, r, done = env.step(int(a))
        rewards.append(r)
    return torch.stack(logps), torch.tensor(rewards), torch.stack(ents)


def reinforce(logps, returns, ents, bonus=0.01):
    return -(logps * returns).sum() - bonus * ents.sum()
