"""Sums of probabilities that are legal: expected counts, and mass over aliases at one position."""
import torch


def expected_errors(p_error: torch.Tensor) -> torch.Tensor:
    """Expected number of errors in a batch of independent predictions."""
    return p_error.sum()


def alias_mass(lm, enc, alias_ids):
    """P(one of the spellings) as the next token."""
    with torch.no_grad():
        p = lm(**enc).logits[0, -1].float().softmax(-1)
    return p[alias_ids].sum().item()


def top_p_size(p, limit):
    c = p.sort(descending=True).values.cumsum(-1)
    return int((c < limit).sum()) + 1
