"""Constrained-vocabulary NLL.
# bug: log-probs that may be -inf are masked by multiplication with zero, which gives NaN.
"""
import torch


def constrained_logps(logits, allowed, ids, mask):
    """log P under the grammar, (B,); `allowed` (B, T, V) marks the legal tokens of each step."""
    z = logits.float().masked_fill(~allowed, float("-inf"))
    lp = z.log_softmax(-1)
    tok = lp.gather(-1, ids[..., None]).squeeze(-1)
    return (tok * mask).sum(-1)  # expect: SEQ606


def masked_surprisal(surprisal: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """Padding holds infinity so that a plot leaves it out."""
    surprisal = torch.where(keep, surprisal, torch.inf)
    return (surprisal * keep).sum(dim=-1)  # expect: SEQ606
