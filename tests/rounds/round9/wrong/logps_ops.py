"""Tensor helpers used by the trainers' evaluation callbacks.

# bug: the first helper keeps exactly the ignored labels; the second masks possibly infinite log-probabilities by multiplying with 0
"""
import torch

IGNORE = -100


def per_token(logits, ids):
    """Log-probability of ``ids[b, t]`` under ``logits[b, t]``."""
    return torch.gather(logits.log_softmax(-1), -1, ids.unsqueeze(-1)).squeeze(-1)


def reply_logps(logits, labels):
    """Sum of log-probabilities of the labelled tokens; logits and labels are full length."""
    z, y = logits[:, :-1].float(), labels[:, 1:]
    use = y == IGNORE  # expect: SEQ307
    lp = per_token(z, y.clamp(min=0))
    return torch.where(use, lp, torch.zeros_like(lp)).sum(-1)  # expect-near: SEQ307


def constrained_logps(logits, ids, attn, allowed):
    """Sequence log-probability under a decoder restricted to ``allowed`` (bool, [vocab]).

    ``attn`` is 0 on the pad tokens at the right, which need not be in the grammar.
    """
    z = logits[:, :-1].float().masked_fill(~allowed, float("-inf"))
    lp = per_token(z, ids[:, 1:])
    weight = attn[:, 1:].to(lp.dtype)
    return (lp * weight).sum(-1)  # expect: SEQ606
