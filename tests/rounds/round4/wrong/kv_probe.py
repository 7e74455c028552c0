"""Probability of each object of a (subject, relation, object) triple.
# bug: exp(logit) is reported as the token's probability although nothing divides by the sum over the vocabulary.
"""
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass
class Triple:
    prompt: list[int]
    obj: int


def object_probability(lm, triple: Triple) -> float:
    """P(object | prompt) for an object of one token."""
    prompt = torch.tensor([triple.prompt])
    last: Tensor = lm(prompt).logits[0, -1]
    return last[triple.obj].exp().item()  # expect: SEQ103


def table(lm, triples):
    rows = []
    for t in triples:
        p = object_probability(lm, t)
        rows.append((t.obj, p, p > 0.5))
    return rows
