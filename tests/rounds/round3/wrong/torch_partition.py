"""Token log-probabilities for a fused head.

# bug: the denominator is exp().sum().log(), which overflows where logsumexp would not
"""
import torch


def selected_logprobs(hidden: torch.Tensor, head: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """hidden (N, D) states before ids (N,), head (V, D)."""
    out = torch.empty(ids.shape[0])
    for lo in range(0, ids.shape[0], 512):
        part = slice(lo, lo + 512)
        z = hidden[part] @ head.T
        picked = z.gather(1, ids[part, None]).squeeze(1)
        out[part] = picked - z.exp().sum(dim=1).log()  # expect: SEQ601
    return out
