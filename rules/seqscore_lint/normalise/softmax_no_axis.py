"""softmax or log_softmax called without an explicit axis

## What goes wrong

torch guesses: axis 0 for one or three dimensions, axis 1 otherwise. Logits [B, T, V] are normalised over the
batch.

## Why it matters

The code is right for the two-dimensional tensor it was tried on, and wrong for the batch it is run on; torch only
warns.

## When it is fine

numpy-style libraries with a documented default: jax, tensorflow and keras use the last axis. The rule speaks of
torch alone.

## Fix

Pass `dim=-1`.

## Sources

- PyTorch documentation: "Implicit dimension choice for softmax has been deprecated."
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Normalise, Reporter
from seqscore_lint.rule import Rule


def check(event: Normalise, at: Reporter) -> None:
    if event.axis_given or event.axis is not None or event.library not in ("torch", ""):
        return
    node = event.node
    if not isinstance(node, ast.Call) or any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        return
    at.report(node, f"{event.function} without dim: torch picks axis 0 or 1 by the rank, the vocabulary is dim=-1")


WRONG = (
    """
import torch.nn.functional as F

def probs(logits):
    return F.softmax(logits)  # <- SEQ105
""",
    """
import torch.nn as nn

class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_softmax = nn.LogSoftmax()

    def forward(self, logits):
        return self.log_softmax(logits)  # <- SEQ105
""",
    """
from torch import nn

def probs(logits):
    return nn.Softmax()(logits)  # <- SEQ105
""",
    """
from torch.nn.functional import log_softmax

def score(logits, ids):
    lp = log_softmax(logits)  # <- SEQ105
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
)

RIGHT = (
    """
import torch.nn.functional as F

def probs(logits):
    return F.softmax(logits, -1)
""",
    """
import torch.nn as nn

class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, logits):
        return self.softmax(logits)
""",
    """
import jax

def probs(logits):
    return jax.nn.softmax(logits)
""",
    """
import tensorflow as tf

def probs(logits):
    return tf.nn.softmax(logits)
""",
    """
def softmax(x):
    return x

def probs(logits):
    return softmax(logits)
""",
)

RULE = Rule("SEQ105", (("softmax(", "Softmax("), ("torch",)), (Normalise,), check, WRONG, RIGHT, __doc__ or "")
