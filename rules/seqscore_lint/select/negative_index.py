"""-100 labels reach indexing or gather and read a real vocabulary entry

## What goes wrong

-100 is a legal index of a numpy array and of fancy indexing in torch: it reads entry V - 100. The ignored
positions get the log-probability of an unrelated token.

## Why it matters

If they are masked afterwards the number happens to be right; if not, the prompt and the padding add some hundred
nats of noise. torch.gather raises, so the code works on one path and fails on the other.

## When it is fine

When the labels were clamped or replaced first, or only the positions that are not ignored are indexed.

## Fix

`labels.clamp(min=0)`, or `torch.where(mask, labels, 0)`, before indexing; then mask.

## Sources

- numpy documentation, indexing: negative indices count from the end of the array.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Reporter, Select
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Select, at: Reporter) -> None:
    index = event.index
    if (
        event.how not in ("index", "gather", "helper")
        or index.kind != "ids"
        or not index.has("-100")
        or index.has("clamped", "masked")
        or not _says_so(at)
    ):
        return
    if event.x.has("masked") or event.x.kind not in ("logit", "logprob", "prob", "nll"):
        return
    at.report(
        event.node,
        "labels of -100 read the vocabulary entry V - 100: clamp(min=0) first, then mask",
        index,
        trust=LIKELY,
    )


def _says_so(at: Reporter) -> bool:
    """Whether the function itself speaks of -100: a name alone promises no ignored labels."""
    return any(
        isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant) and node.operand.value == 100
        for node in ast.walk(at.function.node)
    )


WRONG = (
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:]
    keep = targets != -100
    tok = lp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)  # <- SEQ210
    return (tok * keep).sum(-1)
""",
    """
import numpy as np
from scipy.special import log_softmax

def nll(logits, labels):
    labels = labels.copy()
    labels[:5] = -100
    lp = log_softmax(logits, axis=-1)
    return -lp[np.arange(len(labels)), labels].sum()  # <- SEQ210
""",
    """
import torch

def seq_logps(model, batch):
    logits = model(batch["input_ids"]).logits[:, :-1]
    labels = batch["labels"][:, 1:]
    lp = logits.log_softmax(-1)
    per_token = torch.gather(lp, 2, labels.unsqueeze(2)).squeeze(2)  # <- SEQ210
    return (per_token * (labels != -100)).sum(-1)
""",
)

RIGHT = (
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:].clone()
    keep = targets != -100
    targets[~keep] = 0
    tok = lp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return (tok * keep).sum(-1)
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits, dim=-1)
    keep = labels != -100
    tok = lp.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (tok * keep).sum(-1)
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits, dim=-1)
    safe = torch.where(labels == -100, 0, labels)
    return lp.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch.nn.functional as F

def loss(logits, labels):
    return F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1), ignore_index=-100)
""",
)

RULE = Rule("SEQ210", (("-100", "labels", "ignore_index", "IGNORE"), ("softmax", "Softmax", "logp", "log_prob", "logit")), (Select,), check, WRONG, RIGHT,
            __doc__ or "")  # fmt: skip
