"""Log-prob and entropy of a grammar-constrained policy (its own, renormalised distribution)."""
import torch
from torch.special import entr


def table_of(z, admitted):
    admitted = admitted | ~admitted.any(dim=-1, keepdim=True)
    return torch.where(admitted, z.float(), torch.tensor(float("-inf"))).log_softmax(-1)


def stats(z, admitted, emitted, span):
    t = table_of(z, admitted)
    own = t.gather(-1, emitted.unsqueeze(-1)).squeeze(-1)
    own = own.masked_fill(span == 0, 0.0)
    h = entr(t.exp()).sum(dim=-1)
    return own.sum(-1), h
