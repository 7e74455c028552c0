"""Entropy of a filtered next-token distribution.
# bug: p * log(p) with p = 0 for the removed tokens gives NaN.
"""
import torch


def nucleus_entropy(logits: torch.Tensor, k: int) -> torch.Tensor:
    """Entropy of the top-k renormalised distribution, in nats."""
    floor = logits.topk(k, dim=-1).values[..., -1:]
    kept = logits.masked_fill(logits < floor, -torch.inf)
    lp = kept.log_softmax(-1)
    return -(lp.exp() * lp).sum(-1)  # expect: SEQ610


def histogram_entropy(counts: torch.Tensor) -> torch.Tensor:
    """Entropy of the empirical distribution over classes, some of which have no count."""
    p = counts / counts.sum()
    return -(p * p.log()).sum()  # expect: SEQ610
