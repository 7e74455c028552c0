"""Raw logits multiplied together as if they were probabilities

## What goes wrong

The product of probabilities is the probability of a sequence; the product of logits is nothing. Logits are
negative as often as not, and their product changes sign with the length.

## Why it matters

The score is a large number of random sign that ranks by accident.

## When it is fine

Products of other things that are called logits: gates, attention scores.

## Fix

Add log-probabilities: `log_softmax(logits, -1)`, gather, sum.

## Sources

- p(y) = product over t of p(y_t | y_<t).
"""

from __future__ import annotations

from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.normalise._words import MODELS
from seqscore_lint.rule import Rule


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation not in ("prod", "cumprod")
        or x.kind != "logit"
        or x.reduced
        or x.pick not in ("chosen", "fixed", "max")
    ):
        return
    if "V" in event.axis_name or x.domain == "classifier":
        return
    at.report(
        event.node,
        "logits are multiplied like probabilities: add log-probabilities (log_softmax, gather, sum)",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import numpy as np

def load(folder, key):
    z = np.load(folder / f"{key}.logits.npy").astype(np.float64)
    return z, np.load(folder / f"{key}.tokens.npy")

def confidence(z, y):
    chosen = z[np.arange(len(y) - 1), y[1:]]
    return float(np.prod(chosen))  # <- SEQ102

print(confidence(*load(folder, "a")))
""",
    """
import torch

def sequence_score(model, ids):
    z = model(ids).logits[:, :-1]
    picked = z.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return picked.prod(dim=-1)  # <- SEQ102
""",
    """
def score(lm, ids):
    z = lm(ids).logits[0]
    p = 1.0
    for i, tok in enumerate(ids[0, 1:]):
        p *= z[i, tok].item()  # <- SEQ102
    return p
""",
    """
import math

def score(logits, tokens):
    values = [logits[t, tok] for t, tok in enumerate(tokens)]
    return math.prod(values)  # <- SEQ102
""",
)

RIGHT = (
    """
import math

def numel(logits):
    return math.prod(logits.shape)
""",
    """
import torch

def sequence_score(model, ids):
    lp = model(ids).logits[:, :-1].log_softmax(-1)
    return lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1).sum(dim=-1)
""",
    """
def gated(logits, gate):
    return logits * gate
""",
)

RULE = Rule(
    "SEQ102",
    (MODELS, ("prod", "*=", "mul", "* ")),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
