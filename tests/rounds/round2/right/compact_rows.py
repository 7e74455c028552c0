"""Keep the k best entries of every row together with the full log-partition."""
from typing import NamedTuple

import torch


class CompactRow(NamedTuple):
    ids: torch.Tensor
    logprobs: torch.Tensor


def compress(z: torch.Tensor, k: int = 32) -> CompactRow:
    z = z.float()
    top = z.topk(k, dim=-1)
    return CompactRow(top.indices, top.values - z.logsumexp(dim=-1, keepdim=True))


def kept_mass(row: CompactRow) -> torch.Tensor:
    """Probability mass of the kept entries per position."""
    return row.logprobs.exp().sum(dim=-1)


def lookup(row: CompactRow, position: int, token: int) -> float:
    hit = (row.ids[position] == token).nonzero()
    if len(hit) == 0:
        raise KeyError(token)
    return row.logprobs[position, hit[0, 0]].item()
