"""A sum compared with a mean, or scores of different units ranked together

## What goes wrong

The sum of the token log-probabilities of a sentence is some -50, their mean some -3. Nats, bits and log10 differ by
factors of 1.44 and 2.3. Where one candidate carries one and another the other, the unit decides.

## Why it matters

The candidate that happens to be averaged always wins, and nothing looks broken.

## When it is fine

Both numbers are reported side by side and not compared.

## Fix

Reduce every candidate in the same way and in the same unit before comparing.

## Sources

- Holtzman et al.: Surface Form Competition (EMNLP 2021), on what normalisations change.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Binary, Choose, Compare, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_SPACES = ("logprob", "nll")


def _differs(left: Value, right: Value) -> str:
    if left.kind != right.kind or left.kind not in _SPACES or not (left.reduced and right.reduced):
        return ""
    if {left.reduced, right.reduced} == {"sum", "mean"} and not (left.outer or right.outer):
        return "a sum and a mean"
    if left.base != right.base and "?" not in (left.base, right.base) and left.reduced == right.reduced:
        return "logarithms of different bases"
    return ""


def check(event: Choose | Compare | Binary, at: Reporter) -> None:
    if isinstance(event, Choose):
        if event.x.has("mixed-reductions") and event.x.kind in _SPACES:
            _report(event, "a sum and a mean (or two units)", event.x, at)
        return
    if isinstance(event, Compare) and event.operation not in ("<", ">", "<=", ">="):
        return
    if isinstance(event, Binary) and event.operation != "-":
        return
    what = _differs(event.left, event.right)
    if what:
        _report(event, what, event.left, at)


def _report(event: Choose | Compare | Binary, what: str, x: Value, at: Reporter) -> None:
    at.report(
        event.node, f"{what} are compared: reduce every candidate in the same way and unit", x, trust=LIKELY
    )


WRONG = (
    """
import numpy as np

def gain(row):
    '''row: {"with": [...], "without": [...]}, the token log-probs of the answer with the hint and without it.'''
    return np.mean(row["with"]) - np.sum(row["without"])  # <- SEQ503
""",
    """
import torch

def prefers_a(lp_a_logits, lp_b_logits, a, b):
    lp_a = torch.log_softmax(lp_a_logits, -1).gather(-1, a[:, None]).squeeze(-1)
    lp_b = torch.log_softmax(lp_b_logits, -1).gather(-1, b[:, None]).squeeze(-1)
    return lp_a.sum() > lp_b.mean()  # <- SEQ503
""",
    """
def winner(first, second):
    a = sum(first["logprobs"]["token_logprobs"][1:])
    lps = second["logprobs"]["token_logprobs"][1:]
    scores = {"first": a, "second": sum(lps) / len(lps)}
    if not lps:
        return None
    return max(scores, key=scores.get)  # <- SEQ503
""",
    """
import torch.nn.functional as F

def margin(logits_a, a, logits_b, b):
    nll_a = F.cross_entropy(logits_a, a, reduction="sum")
    nll_b = F.cross_entropy(logits_b, b)
    return nll_a - nll_b  # <- SEQ503
""",
)

RIGHT = (
    """
import torch

def prefers_a(lp_a_logits, lp_b_logits, a, b):
    lp_a = torch.log_softmax(lp_a_logits, -1).gather(-1, a[:, None]).squeeze(-1)
    lp_b = torch.log_softmax(lp_b_logits, -1).gather(-1, b[:, None]).squeeze(-1)
    return lp_a.sum() > lp_b.sum()
""",
    """
import torch.nn.functional as F

def both(logits, targets):
    total = F.cross_entropy(logits, targets, reduction="sum")
    mean = F.cross_entropy(logits, targets)
    return {"total": total, "mean": mean}
""",
    """
def score(lps, length_normalize):
    total = sum(lps)
    return total / len(lps) if length_normalize and lps else total
""",
)

RULE = Rule("SEQ503", (("sum", "mean"), ("prob", "loss", "nll", "softmax", "cross_entropy", "logp", "log_p", "lps", "lls", "loglik", "log_lik", "likelihood")), (Choose, Compare, Binary), check, WRONG, RIGHT,
            __doc__ or "")  # fmt: skip
