"""REINFORCE with discounted returns and an entropy bonus."""
import torch
from torch import nn
from torch.distributions import Categorical


class Policy(nn.Module):
    def __init__(self, obs, actions):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, 64), nn.Tanh(), nn.Linear(64, actions))

    def forward(self, x):
        return Categorical(logits=self.body(x))


def returns(rewards, gamma=0.99):
    out, g = [], 0.0
    for r in reversed(rewards):
        g = r + gamma * g
        out.append(g)
    return torch.tensor(out[::-1])


def update(policy, opt, episode):
    obs, act, rew = episode
    dist = policy(torch.stack(obs))
    g = returns(rew)
    g = (g - g.mean()) / (g.std(unbiased=False) + 1e-8)
    loss = -(dist.log_prob(torch.stack(act)) * g).mean() - 0.01 * dist.entropy().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
