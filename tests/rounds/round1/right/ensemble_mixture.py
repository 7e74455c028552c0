"""Mixture of several models' sequence likelihoods."""
import math

import torch


def mixture_loglik(logliks, log_weights=None):
    """logliks: (models, items) sequence log-likelihoods -> (items,)."""
    m = logliks.size(0)
    if log_weights is None:
        log_weights = logliks.new_full((m,), -math.log(m))
    return torch.logsumexp(logliks + log_weights[:, None], dim=0)


def product_of_experts(step_logprobs):
    """Geometric mixture of next-token distributions: (models, V) -> (V,)."""
    return step_logprobs.mean(dim=0).log_softmax(dim=-1)


def responsibilities(logliks):
    return torch.softmax(logliks, dim=0)


if __name__ == "__main__":
    x = torch.tensor([[-800.0, -3.0], [-801.0, -3.0]])
    y = mixture_loglik(x)
    assert torch.isfinite(y).all() and abs(y[1].item() + 3) < 1e-5
    assert torch.allclose(responsibilities(x).sum(0), torch.ones(2))
