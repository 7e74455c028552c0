"""How far does the fine-tuned model move from its base inside a JSON grammar?

# bug: kl_div's first argument is a probability vector, it must be in log space
# bug: forbidden tokens have p = 0 and log p = -inf, so the entropy is NaN
"""
from collections import defaultdict

import torch
import torch.nn.functional as F


def constrain(z, allowed):
    """Distribution of the grammar-constrained sampler: forbidden ids get -inf."""
    return z.float().masked_fill(~allowed, float("-inf"))


def step_entropy(z, allowed):
    lp = F.log_softmax(constrain(z, allowed), dim=-1)
    return -(lp.exp() * lp).sum(dim=-1)  # expect: SEQ610


def step_divergence(tuned, base):
    """KL(base || tuned) per position over the whole vocabulary."""
    q = F.softmax(tuned.float(), dim=-1)
    p = F.softmax(base.float(), dim=-1)
    return F.kl_div(q, p, reduction="none").sum(-1)  # expect: SEQ114


class DriftLog:
    def __init__(self):
        self.rows = defaultdict(list)

    def add(self, state, tuned, base, allowed):
        self.rows[state].append((step_entropy(tuned, allowed), step_divergence(tuned, base)))

    def summary(self):
        out = {}
        for state, pairs in self.rows.items():
            h = torch.stack([a for a, _ in pairs])
            d = torch.stack([b for _, b in pairs])
            out[state] = {"n": len(pairs), "entropy": h.mean().item(), "kl": d.mean().item()}
        return out
