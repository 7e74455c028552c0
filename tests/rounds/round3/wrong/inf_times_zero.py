"""Scores under a vocabulary constraint.

# bug: forbidden tokens have log-probability -inf; a mask of zeros times -inf is NaN
"""


def constrained_scores(logits, ids, mask, banned):
    """logits (B, T, V) aligned with ids (B, T); banned ids occur in the padding only."""
    z = logits.float().clone()
    z[..., banned] = float("-inf")
    lp = z.log_softmax(dim=-1)
    got = lp.gather(-1, ids[..., None]).squeeze(-1)
    return (got * mask).sum(-1)  # expect: SEQ606


def best_row(logits, ids, mask, banned):
    return constrained_scores(logits, ids, mask, banned).argmax().item()
