"""p · log(p) with p = 0

## What goes wrong

0 · log(0) is 0 · -inf, which is NaN, where the limit is 0. A probability is exactly 0 wherever a logit was masked
with -inf, cut by top-k or top-p, or underflowed.

## Why it matters

One masked vocabulary entry makes the entropy of the whole distribution NaN, and with it the loss.

## When it is fine

Where no entry can be 0: the softmax of finite, moderate logits, p · log_softmax(x).

## Fix

`torch.special.entr(p)`, `torch.xlogy(p, p)`, `scipy.special.entr`, or `Categorical(logits=...).entropy()`; or
leave out the entries that are 0.

## Sources

- Cover, Thomas: Elements of Information Theory, chapter 2: 0 log 0 = 0 by continuity.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    if event.operation != "*" or event.result.kind != "plogp" or event.result.has("safe"):
        return
    prob, log = event.result.parts
    if (
        prob.has("eps", "eps-clamped", "clamped")
        or (prob.has("masked") and not prob.has("zeros"))
        or log.has("eps", "eps-clamped", "clamped")
        or (log.has("masked") and not log.has("zeros"))
    ):
        return
    if _is_selected(event.node, at):
        return
    if prob.has("zeros", "minus-infinity") or log.has("minus-infinity"):
        at.report(
            event.node,
            "0 times log 0 is NaN where an entry was masked with -inf: use entr(p) or xlogy(p, p)",
            prob,
            log,
            trust=LIKELY,
        )


def _is_selected(node: ast.AST, at: Reporter) -> bool:
    """Whether the product is an argument of what drops or replaces the NaN."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Call):
            func = parent.func
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if name in ("where", "masked_fill", "nan_to_num", "nansum", "nanmean"):
                return True
        elif isinstance(parent, ast.stmt):
            break
    return False


WRONG = (
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    return -(lp.exp() * lp).sum(-1)  # <- SEQ610
""",
    """
import torch
import torch.nn.functional as F

def entropy(logits, banned):
    logits[:, banned] = -float("inf")
    p = F.softmax(logits, dim=-1)
    lp = F.log_softmax(logits, dim=-1)
    return -(p * lp).sum(dim=-1)  # <- SEQ610
""",
    """
import numpy as np
from scipy.special import log_softmax

def entropy(logits, keep):
    lp = log_softmax(np.where(keep, logits, -np.inf), axis=-1)
    return -np.sum(np.exp(lp) * lp, axis=-1)  # <- SEQ610
""",
)

RIGHT = (
    """
import torch

def entropy(logits):
    lp = torch.log_softmax(logits, dim=-1)
    return -(lp.exp() * lp).sum(-1)
""",
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    p = torch.softmax(logits, dim=-1)
    return torch.special.entr(p).sum(-1)
""",
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    return -torch.where(allowed, lp.exp() * lp, 0.0).sum(-1)
""",
)

RULE = Rule(
    "SEQ610",
    (
        ("inf", "-1e", "masked_fill", "where", "top_p", "nucleus", "topk", "scatter"),
        ("log", "entropy"),
        ("*", "mul"),
    ),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
