"""Entropies of next-token distributions for active learning."""
import numpy as np
import torch
from scipy.special import entr, softmax
from torch.distributions import Categorical


def step_entropies(logits):
    """(T, V) -> (T,) in nats, over the whole vocabulary."""
    lp = torch.log_softmax(logits.float(), dim=-1)
    return -(lp.exp() * lp).sum(dim=-1)


def grammar_entropy(row, allowed):
    """Entropy in bits of a distribution restricted to the tokens that the grammar allows."""
    z = np.full_like(row, -np.inf, dtype=np.float64)
    z[allowed] = row[allowed]
    return float(entr(softmax(z)).sum() / np.log(2))


def sampled_estimate(token_logps):
    """Monte-Carlo estimate of the sequence entropy from samples of the model itself."""
    totals = [float(np.sum(x)) for x in token_logps]
    return -float(np.mean(totals))


def acquisition(pool, k):
    h = torch.stack([Categorical(logits=ex["logits"].float()).entropy().mean() for ex in pool])
    return [pool[i]["id"] for i in h.topk(min(k, len(pool))).indices.tolist()]
