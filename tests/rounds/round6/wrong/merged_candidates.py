"""Merges candidates from a draft and a verifier and keeps the most likely one.

# bug: draft candidates carry a per-token mean, verifier candidates a sum, and both are ranked together.
"""
from dataclasses import dataclass
from enum import Enum

import torch


class Origin(Enum):
    DRAFT = "draft"
    VERIFIER = "verifier"


@dataclass(order=True)
class Candidate:
    rank_value: float
    text: str = ""
    origin: Origin = Origin.DRAFT


def chosen(logits: torch.Tensor, ids: torch.Tensor, start: int) -> torch.Tensor:
    """Log-probs of ids[start:] for one sequence, logits (T, V)."""
    lp = logits[start - 1 : -1].float().log_softmax(-1)
    return lp[torch.arange(lp.shape[0]), ids[start:]]


def merge(draft_items, verifier_items, start: int) -> Candidate:
    pool = []
    for text, z, ids in draft_items:
        pool.append(Candidate(chosen(z, ids, start).mean().item(), text, Origin.DRAFT))  # expect-near: SEQ503
    for text, z, ids in verifier_items:
        pool.append(Candidate(chosen(z, ids, start).sum().item(), text, Origin.VERIFIER))  # expect-near: SEQ503
    return max(pool, key=lambda c: c.rank_value)  # expect: SEQ503
