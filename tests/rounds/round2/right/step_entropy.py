"""Entropy of the next-token distribution along an answer, three equal formulas."""
import torch
from torch.distributions import Categorical


def from_logprobs(z):
    lp = z.float().log_softmax(dim=-1)
    return -(lp.exp() * lp).sum(dim=-1)


def from_logits(z):
    z = z.float()
    return torch.logsumexp(z, dim=-1) - (torch.softmax(z, dim=-1) * z).sum(dim=-1)


@torch.no_grad()
def answer_entropy(lm, ids, start):
    z = lm(ids).logits[0, start - 1:-1]
    h = Categorical(logits=z.float()).entropy()
    assert torch.allclose(h, from_logits(z), atol=1e-3)
    return h.sum().item(), from_logprobs(z)


def filtered_entropy(p):
    """p may contain zeros (after nucleus filtering)."""
    return torch.special.entr(p).sum(dim=-1)
