"""Normalised over the time or batch axis instead of the vocabulary axis

## What goes wrong

softmax over axis 1 of logits [B, T, V] makes the entries of one vocabulary item sum to 1 over the positions. Each
position's distribution over the vocabulary is not normalised at all.

## Why it matters

The values are between 0 and 1 and look like probabilities, their logs like log-probabilities, and scores depend on
how long the text is.

## When it is fine

Axis 1 of two-dimensional logits [B, C] or [T, V], where it is the last; the sequence axis of span logits in question
answering; attention. The rule speaks only where the rank is known.

## Fix

`dim=-1`.

## Sources

- A language model's distribution: sum over v of p(v | context) = 1.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Normalise, Reporter, Subscript
from seqscore_lint.flow.values import LIKELY, axis_index
from seqscore_lint.rule import Rule


def check(event: Normalise | Subscript, at: Reporter) -> None:
    if isinstance(event, Subscript):
        _check_whole(event, at)
        return
    x = event.x
    if x.kind not in ("logit", "logprob") or "V" not in x.axes or x.domain == "classifier":
        return
    if not event.axis_given or event.axis is None:
        whole = event.library == "scipy" and not event.axis_given and len(x.axes) > 1 and not at.loops
        if whole and ("T" in x.axes or "B" in x.axes):
            at.report(
                event.node,
                "scipy's softmax without an axis normalises over the whole array: axis=-1",
                x,
                trust=LIKELY,
            )
        return
    position = axis_index(x.axes, event.axis)
    if position is None or x.axes[position] == "V":
        return
    name = {"T": "time", "B": "batch", "N": "token"}.get(x.axes[position], "")
    if not name or x.has("by-name") and x.axes[:1] == ("*",):
        return
    at.report(event.node, f"normalised over the {name} axis of [{', '.join(x.axes)}]: the vocabulary is the last, dim=-1", x,
              trust=2 if x.domain == "causal" and not x.has("by-name") else LIKELY)  # fmt: skip


def _check_whole(event: Subscript, at: Reporter) -> None:
    """A result of scipy's softmax without an axis that is indexed along two axes is a matrix."""
    base = event.base
    indices = event.node.slice.elts if isinstance(event.node.slice, ast.Tuple) else []
    if base.has("whole-array") and base.made is not None and len(indices) > 1:
        at.report(
            base.made,
            "scipy's softmax without an axis normalises over the whole array: axis=-1",
            trust=LIKELY,
        )


WRONG = (
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def logprobs(ids):
    return torch.log_softmax(lm(ids).logits, dim=1)  # <- SEQ104
""",
    """
import torch

def score(logits, targets):
    shifted = logits[:, :-1, :]
    p = shifted.softmax(1)  # <- SEQ104
    return p.gather(2, targets[:, 1:].unsqueeze(2)).squeeze(2)
""",
    """
import torch.nn as nn
from transformers import GPT2LMHeadModel

class Scorer:
    def __init__(self, name):
        self.lm = GPT2LMHeadModel.from_pretrained(name)
        self.norm = nn.LogSoftmax(dim=0)

    def __call__(self, ids):
        return self.norm(self.lm(ids).logits)  # <- SEQ104
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def logprobs(ids):
    return torch.log_softmax(lm(ids).logits, dim=2)
""",
    """
import torch
from transformers import AutoModelForSequenceClassification

clf = AutoModelForSequenceClassification.from_pretrained("m")

def probs(**batch):
    return torch.softmax(clf(**batch).logits, dim=1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def next_token(ids):
    return torch.softmax(lm(ids).logits[:, -1], dim=1)
""",
    """
import torch

def attention(scores):
    return torch.softmax(scores, dim=1)
""",
    """
import torch

def per_row(logits, ids):
    lp = torch.log_softmax(logits, dim=1)
    return lp[torch.arange(len(ids)), ids]
""",
)

RULE = Rule("SEQ104", (("softmax", "Softmax"),), (Normalise, Subscript), check, WRONG, RIGHT, __doc__ or "")
