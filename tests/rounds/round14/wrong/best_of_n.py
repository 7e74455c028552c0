"""Best-of-n selection with a behaviour policy that sampled at temperature tau.

# bug: behaviour_logp divides log-probabilities by tau without renormalising; beats compares the summed score of one candidate with the mean of the other.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class Candidate:
    ids: torch.Tensor  # (n,) generated ids, n >= 1
    logits: torch.Tensor  # (n, V), row i predicts ids[i]
    text: str = ""


def token_logp(c):
    return F.log_softmax(c.logits.float(), dim=-1).gather(-1, c.ids[:, None]).squeeze(-1)


def behaviour_logp(c, tau):
    """log-probability of the candidate under the policy that sampled at temperature tau."""
    return (token_logp(c) / tau).sum()  # expect: SEQ109


def beats(a, b):
    """True when `a` is the likelier of the two."""
    left = token_logp(a).sum()  # expect-near: SEQ503
    right = token_logp(b).mean()  # expect-near: SEQ503
    return bool(left > right)  # expect: SEQ503


def select(candidates):
    best = candidates[0]
    for c in candidates[1:]:
        if beats(c, best):
            best = c
    return best
