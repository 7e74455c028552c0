"""-inf or NaN masked by multiplying with 0

## What goes wrong

0 · -inf is NaN. A log-probability that is -inf (an entry masked before the softmax, a token outside top-k) survives
a mask that multiplies, and one NaN makes the whole sum NaN.

## Why it matters

The score of the row, the mean of the batch and the gradient of every parameter become NaN because of a position
that was not to be counted.

## When it is fine

Where the values are finite: log_softmax of finite logits. Soft masks (weights) multiply by design.

## Fix

`torch.where(mask, logp, 0.0)` or `logp.masked_fill(~mask, 0.0)`: select, don't multiply.

## Sources

- IEEE 754: 0 · infinity is an invalid operation, its result NaN.
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    if event.operation != "*":
        return
    for score, other in ((event.left, event.right), (event.right, event.left)):
        infinite = (
            score.has("restricted")
            and score.kind in ("logprob", "logit", "nll")
            and score.pick in ("", "chosen")
        )
        if (
            infinite
            and score.has("minus-infinity")
            and (
                other.kind == "mask"
                or other.has("predicate")
                or (not other.known and names.speaks_of_mask(other.ref))
            )
        ):
            at.report(event.node, "0 times -inf is NaN: select with where() or masked_fill() instead of multiplying by the mask",
                      score, trust=LIKELY)  # fmt: skip
            return


WRONG = (
    """
import torch

def masked_score(logits, ids, mask, banned):
    logits = logits.masked_fill(banned, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (chosen * mask).sum(-1)  # <- SEQ606
""",
    """
import torch

def score(logits, labels, attention_mask, allowed):
    lp = logits.log_softmax(-1)
    lp = torch.where(allowed, lp, float("-inf"))
    picked = lp.gather(2, labels[..., None]).squeeze(2)
    return (picked * attention_mask).sum(1)  # <- SEQ606
""",
    """
import numpy as np

def span_score(log_probs, tokens, mask):
    log_probs[:, 0] = -np.inf
    chosen = np.take_along_axis(log_probs, tokens[:, None], axis=-1)[:, 0]
    return np.sum(chosen * mask)  # <- SEQ606
""",
)

RIGHT = (
    """
import torch

def masked_score(logits, ids, mask, banned):
    logits = logits.masked_fill(banned, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return chosen.masked_fill(mask == 0, 0.0).sum(-1)
""",
    """
import torch

def score(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (chosen * mask).sum(-1)
""",
    """
import torch

def attention(scores, mask, values):
    scores = scores.masked_fill(mask == 0, float("-inf"))
    return torch.softmax(scores, dim=-1) @ values
""",
)

RULE = Rule(
    "SEQ606",
    (("inf", "-1e"), ("mask", "valid", "keep", "span", "weight")),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
