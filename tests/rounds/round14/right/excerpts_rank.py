"""Hardest excerpts under the small GPT; every excerpt has exactly 512 tokens."""
import torch
import torch.nn.functional as F


def make_targets(x, ignore=-100):
    y = torch.roll(x, -1, dims=1)
    y[:, -1] = ignore
    return y


@torch.no_grad()
def excerpt_costs(net, x):
    net.eval()
    z = net(x).float()
    c = F.cross_entropy(z.transpose(1, 2), make_targets(x), reduction="none", ignore_index=-100)
    return c.sum(dim=1)


def pick_hardest(net, x, k=16, bs=64):
    costs = torch.cat([excerpt_costs(net, chunk) for chunk in x.split(bs)])
    return costs.topk(k).indices
