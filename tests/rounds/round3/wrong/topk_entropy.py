"""Entropy of the truncated sampling distribution.

# bug: removed entries have p = 0 and log p = -inf, their product is NaN
"""
import torch


def truncated_entropy(logits: torch.Tensor, k: int = 50) -> torch.Tensor:
    """Entropy of the top-k distribution a sampler draws from, (B, V) -> (B,)."""
    kth = logits.topk(k, dim=-1).values[:, -1:]
    z = logits.masked_fill(logits < kth, float("-inf"))
    lp = z.log_softmax(dim=-1)
    return -(lp.exp() * lp).sum(dim=-1)  # expect: SEQ610


def flag_uncertain(logits: torch.Tensor, limit: float = 2.0) -> torch.Tensor:
    return truncated_entropy(logits) > limit
