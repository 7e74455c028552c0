"""Entropy of a grammar-constrained step, safe for forbidden tokens."""
import torch


def step_entropy(logits, allowed):
    z = logits.float().masked_fill(~allowed, float("-inf"))
    return torch.special.entr(torch.softmax(z, dim=-1)).sum(-1)


def branch(logits, allowed, limit):
    return step_entropy(logits, allowed) > limit
