"""softmax or log_softmax called without an explicit axis

## What goes wrong

torch guesses: axis 0 for one or three dimensions, axis 1 otherwise. Logits [B, T, V] are normalised over
the batch.

## Why it matters

The code is right for the two-dimensional tensor it was tried on, and wrong for the batch it is run on;
torch only warns.

## When it is fine

numpy-style libraries with a documented default: jax, tensorflow and keras use the last axis. The rule
speaks of torch alone.

## Fix

Pass `dim=-1`. The number changes wherever torch's guess was wrong, so the fix is unsafe.

## Sources

- PyTorch documentation: "Implicit dimension choice for softmax has been deprecated."
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Call, Reporter
from seqscore_lint.normalise._arguments import with_keyword
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope

_POSITION = {
    "torch.softmax": 1,
    "torch.log_softmax": 1,
    "torch.nn.functional.softmax": 1,
    "torch.nn.functional.log_softmax": 1,
    "torch.nn.Softmax": 0,
    "torch.nn.LogSoftmax": 0,
}
"""Where in the argument list each takes ``dim``."""


def check(event: Call, at: Reporter) -> None:
    position = _POSITION.get(event.name)
    node = event.node
    if (
        position is None
        or any(isinstance(a, ast.Starred) for a in node.args)
        or any(k.arg is None for k in node.keywords)
    ):
        return
    dim = (
        event.keywords.get("dim")
        or event.keywords.get("axis")
        or (event.args[position] if len(event.args) > position else None)
    )
    if dim is None or dim.kind == "none":
        at.report(
            node,
            f"{event.name.rpartition('.')[2]} without dim: torch picks axis 0 or 1, the vocabulary is dim=-1",
        )


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """The call with ``dim=-1``."""
    import libcst as cst

    if not isinstance(node, cst.Call):
        return None
    for position, arg in enumerate(node.args):
        if arg.keyword is not None and arg.keyword.value == "dim":
            last = arg.with_changes(value=cst.parse_expression("-1"))
            return node.with_changes(args=[*node.args[:position], last, *node.args[position + 1 :]])
    first = 0 if scope.name(node.func).endswith("Softmax") else 1
    if any(arg.keyword is None for arg in node.args[first:]):
        return None  # dim is given by position, as None
    return with_keyword(node, "dim", "-1")


FIX = Fix("unsafe", "Add `dim=-1`", _rewrite)

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
        self.log_softmax = nn.LogSoftmax()  # <- SEQ105

    def forward(self, logits):
        return self.log_softmax(logits)
""",
    """
from torch import nn

def probs(logits):
    return nn.Softmax()(logits)  # <- SEQ105
""",
    """
import torch.nn.functional as F

def probs(logits):
    return F.softmax(logits, dim=None)  # <- SEQ105
""",
    """
from torch import nn

def classifier(width, classes):
    return nn.Sequential(nn.Linear(width, classes), nn.Softmax())  # <- SEQ105
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
import torch.nn.functional as F

def probs(logits, **options):
    return F.softmax(logits, **options)
""",
    """
def softmax(x):
    return x

def probs(logits):
    return softmax(logits)
""",
)

RULE = Rule(
    "SEQ105", (("softmax(", "Softmax("), ("torch",)), (Call,), check, WRONG, RIGHT, __doc__ or "", FIX
)
