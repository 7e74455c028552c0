"""log(softmax(x)) instead of log_softmax(x)

## What goes wrong

softmax rounds a probability below about 1e-45 (float32; 1e-38 where subnormals are flushed) or 6e-8
(float16) to 0, and the logarithm of 0 is -inf. One such token makes the whole sequence -inf or, after a
multiplication with 0, NaN. Long before that point the relative error of the small probability is the
absolute error of its logarithm.

## Why it matters

A vocabulary of 100,000 entries has many tokens that unlikely, so the score of exactly the surprising
completions is wrong, and a single one decides a comparison or a perplexity.

## When it is fine

When nothing below the smallest float can occur: a handful of classes with moderate logits. Even there
log_softmax costs no more.

## Fix

Subtract the log-partition and never leave log space: `log_softmax(x, dim)` for `log(softmax(x, dim))`. Same
value up to rounding, so the fix is safe.

## Sources

- PyTorch documentation, torch.nn.functional.log_softmax: "doing these two operations separately is slower
  and numerically unstable".
- Blanchard, Higham, Higham: Accurately computing the log-sum-exp and softmax functions. IMA J. Numer. Anal.
  41 (2021).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Elementwise, Reporter
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope

# What takes the logarithm of an array of a library, and what normalises one.
_LOGS = {
    "torch.log": "torch",
    "jax.numpy.log": "jax",
    "jax.lax.log": "jax",
    "tensorflow.math.log": "tensorflow",
    "tensorflow.compat.v1.log": "tensorflow",
    "numpy.log": "scipy",
}
_SOFTMAXES = {
    "torch.softmax": "torch",
    "torch.nn.functional.softmax": "torch",
    "torch.special.softmax": "torch",
    "torch.nn.Softmax": "torch",
    "jax.nn.softmax": "jax",
    "tensorflow.nn.softmax": "tensorflow",
    "scipy.special.softmax": "scipy",
}
_NEW_NAMES = {"softmax": "log_softmax", "Softmax": "LogSoftmax"}


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """``log(softmax(x, d))`` or ``softmax(x, d).log()`` as ``log_softmax(x, d)``."""
    import libcst as cst

    if not isinstance(node, cst.Call):
        return None
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "log" and not node.args:
        library, inner = "torch", node.func.value
    elif len(node.args) == 1 and node.args[0].keyword is None and not node.args[0].star:
        library, inner = _LOGS.get(scope.name(node.func), ""), node.args[0].value
    else:
        return None
    if not library or not isinstance(inner, cst.Call):
        return None
    func = _log_softmax(inner, library, scope)
    return func and inner.with_changes(func=func)


def _log_softmax(softmax: cst.Call, library: str, scope: Scope) -> cst.BaseExpression | None:
    """What to call in place of a softmax of the library, None where it is not certainly one."""
    import libcst as cst

    func = softmax.func
    if isinstance(func, cst.Call):  # an instance made on the spot: nn.Softmax(dim=-1)(x)
        made = _renamed(func.func, library, scope, ("torch.nn.Softmax",))
        return made and func.with_changes(func=made)
    if any(
        arg.keyword and arg.keyword.value == "initial" for arg in softmax.args
    ):  # jax: softmax alone takes it
        return None
    if isinstance(func, cst.Attribute) and func.attr.value == "softmax" and not scope.name(func):
        return (
            func.with_changes(attr=cst.Name("log_softmax"))
            if library == "torch" and _of_tensor(softmax)
            else None
        )
    return _renamed(func, library, scope, tuple(name for name in _SOFTMAXES if name[-7:] == "softmax"))


def _renamed(
    func: cst.BaseExpression, library: str, scope: Scope, names: tuple[str, ...]
) -> cst.BaseExpression | None:
    import libcst as cst

    name = scope.name(func)
    if name not in names or _SOFTMAXES[name] != library:
        return None
    module, _, old = name.rpartition(".")
    new = cst.Name(_NEW_NAMES[old])
    if isinstance(func, cst.Attribute):
        return func.with_changes(attr=new)
    return new if scope.import_name(module, new.value, at=func) else None


def _of_tensor(softmax: cst.Call) -> bool:
    """Whether a method call gives an axis and no data: ``x.softmax(-1)``, but not ``self.softmax(x)``."""
    import libcst as cst

    first = softmax.args[0] if softmax.args else None
    if first is None or first.star:
        return False
    if first.keyword:
        return first.keyword.value in ("dim", "axis")
    value = first.value.expression if isinstance(first.value, cst.UnaryOperation) else first.value
    return isinstance(value, cst.Integer)


def check(event: Elementwise, at: Reporter) -> None:
    x = event.x
    if event.function != "log" or x.kind != "prob" or x.reduced or x.tags & _OTHERWISE:
        return
    if not x.has("normalised") or x.has("over-candidates"):
        return
    if x.has("minus-infinity", "zeros") and isinstance(at.module.parent(event.node), ast.BinOp):
        return  # p log p of a masked distribution needs another remedy
    made = next((step.row for step in x.steps if step.what.startswith("softmax")), None)
    where = f" (row {made})" if made else ""
    at.report(
        event.node, f"log of a softmax{where} is -inf where a probability underflows: use log_softmax", x
    )


_OTHERWISE = frozenset(
    {
        "eps",
        "eps-clamped",
        "clamped",
        "by-hand",
        "renormalised",
        "geometric",
        "complement",
        "scaled",
        "mixture",
        "elementwise",
        "rounded",
    }
)
"""The probability was changed on the way: another rule's matter, or no longer a softmax."""


FIX = Fix("safe", "Replace `log(softmax(x))` with `log_softmax(x)`", _rewrite)

WRONG = (
    """
import torch

def score(logits, targets):
    logp = torch.log(torch.softmax(logits, dim=-1))  # <- SEQ602
    return logp.gather(-1, targets.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch.nn.functional as F

def token_logprobs(model, input_ids):
    logits = model(input_ids).logits
    return F.softmax(logits, dim=-1).log()  # <- SEQ602
""",
    """
import torch

def next_token_logprobs(logits):
    return torch.log(logits.softmax(-1))  # <- SEQ602
""",
    """
import torch

def next_token_logprobs(logits):
    probs = torch.softmax(logits, dim=-1)
    return torch.log(probs)  # <- SEQ602
""",
    """
import torch
from torch.nn.functional import softmax

def log_probs(logits):
    return torch.log(softmax(logits, dim=-1, dtype=torch.float32))  # <- SEQ602
""",
    """
import jax
import jax.numpy as jnp

def log_probs(logits):
    return jnp.log(jax.nn.softmax(logits, axis=-1))  # <- SEQ602
""",
    """
import tensorflow as tf

def log_probs(logits):
    return tf.math.log(tf.nn.softmax(logits, axis=-1))  # <- SEQ602
""",
    """
import numpy as np
from scipy.special import softmax

def log_probs(logits):
    return np.log(softmax(logits, axis=-1))  # <- SEQ602
""",
    """
import torch
from torch import nn

def log_probs(logits):
    return torch.log(nn.Softmax(dim=-1)(logits))  # <- SEQ602
""",
)

RIGHT = (
    """
import torch

def score(logits, targets):
    logp = torch.log_softmax(logits, dim=-1)
    return logp.gather(-1, targets.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import math

def surprisal(probability):
    return -math.log(probability)
""",
    """
import torch

def log_counts(counts):
    return torch.log(counts.float())
""",
    """
import numpy as np
from scipy.special import log_softmax, softmax

def both(logits):
    return softmax(logits, axis=-1), log_softmax(logits, axis=-1)
""",
)

RULE = Rule(
    "SEQ602", (("softmax", "Softmax"), ("log",)), (Elementwise,), check, WRONG, RIGHT, __doc__ or "", FIX
)
