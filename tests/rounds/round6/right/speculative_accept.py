"""Accept / resample step of speculative sampling."""
from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass
class Verdict:
    tokens: list[int]
    accepted: int


def to_dist(z: torch.Tensor, temperature: float) -> torch.Tensor:
    """Sampling distribution used by both models, rows sum to one."""
    return torch.softmax(z.float() / temperature, dim=-1)


def verify(draft_z: torch.Tensor, target_z: torch.Tensor, proposal: torch.Tensor, temperature: float = 1.0) -> Verdict:
    """draft_z (k, V), target_z (k + 1, V), proposal (k,)."""
    q, p = to_dist(draft_z, temperature), to_dist(target_z, temperature)
    rows = torch.arange(proposal.numel())
    ratio = p[rows, proposal] / q[rows, proposal]
    keep = torch.rand_like(ratio) < ratio.clamp(max=1.0)
    n = int(keep.long().cumprod(0).sum())
    tokens = proposal[:n].tolist()
    if n == proposal.numel():
        last = p[n]
    else:
        rest = (p[n] - q[n]).clamp(min=0)
        last = rest / rest.sum()
    tokens.append(int(torch.multinomial(last, 1)))
    return Verdict(tokens, n)


def expected_acceptance(draft_z: torch.Tensor, target_z: torch.Tensor) -> float:
    """Mean overlap of the two distributions, sum of min(p, q)."""
    q, p = to_dist(draft_z, 1.0), to_dist(target_z[: draft_z.shape[0]], 1.0)
    return torch.minimum(p, q).sum(-1).mean().item()
