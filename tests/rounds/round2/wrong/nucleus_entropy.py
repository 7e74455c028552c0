"""Entropy of the nucleus-filtered sampling distribution (decoding diagnostics).

# bug: removed tokens have probability 0, so p * log p is NaN
"""
import torch


def nucleus(row, top_p=0.9):
    p, order = torch.sort(row.softmax(dim=-1), dim=-1, descending=True)
    drop = p.cumsum(-1) - p > top_p
    p = p.masked_fill(drop, 0.0)
    return p / p.sum(-1, keepdim=True), order


@torch.no_grad()
def entropy_curve(lm, ids, top_p=0.9):
    """One entropy (nats) per position of a single text."""
    z = lm(ids).logits[0].float()
    p, _ = nucleus(z, top_p)
    return (-(p * p.log()).sum(-1)).tolist()  # expect: SEQ610
