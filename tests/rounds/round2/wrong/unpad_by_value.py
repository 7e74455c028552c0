"""Un-pad a batch and score row by row.

# bug: filtering for non-zero values drops real tokens whose id is 0
"""
import torch


def rows(ids, attn):
    for r, a in zip(ids, attn):
        kept = r * a
        yield kept[kept != 0]  # expect: SEQ317


@torch.no_grad()
def scores(lm, ids, attn):
    """Sum of the token log-probabilities of every row."""
    res = []
    for seq in rows(ids, attn):
        z = lm(seq[None]).logits[0, :-1].float()
        nll = torch.nn.functional.cross_entropy(z, seq[1:], reduction="sum")
        res.append(-nll.item())
    return res
