"""Ensemble of language models: mixture in probability space, product of experts in log space."""
import math

import torch


def mixture(lps: torch.Tensor) -> torch.Tensor:
    """lps (M, B, T, V): log of the average distribution."""
    return lps.logsumexp(0) - math.log(lps.size(0))


def product_of_experts(lps: torch.Tensor) -> torch.Tensor:
    return lps.mean(0).log_softmax(-1)


def score(lps, ids, mask):
    """Aligned ids and mask, (B, T)."""
    tok = mixture(lps).gather(-1, ids[..., None]).squeeze(-1)
    return torch.where(mask.bool(), tok, 0.0).sum(-1)
