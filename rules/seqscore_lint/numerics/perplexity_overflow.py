"""math.exp of a large NLL raises OverflowError

## What goes wrong

`math.exp` raises OverflowError above 709.78, where numpy and torch return inf. A summed NLL passes that after some
hundred tokens, a mean one when a model diverges or a text is foreign to it.

## Why it matters

The exception ends an evaluation after hours, for the sake of one number that is only printed.

## When it is fine

When the argument is bounded (`min(nll, 700)`, `if nll < 700`), or the exception is caught.

## Fix

Report the NLL, and the perplexity as `math.exp(nll) if nll < 700 else math.inf`.

## Sources

- Python documentation, module math: functions raise OverflowError where the result is out of range.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY, POSSIBLE, Value
from seqscore_lint.rule import Rule


def check(event: Elementwise, at: Reporter) -> None:
    x, node = event.x, event.node
    if (
        event.function != "exp"
        or not (x.kind == "nll" or _is_called_perplexity(event.node, x, at))
        or x.has("bounded", "clamped")
        or not _raises(node, at)
        or _is_guarded(node, at)
    ):
        return
    # A mean per token reaches 709 only where something else is broken already.
    trust = LIKELY if x.kind == "nll" and x.reduced == "sum" and x.outer != "mean" else POSSIBLE
    at.report(
        node,
        "math.exp raises OverflowError above 709: report the NLL, or inf where it is too large",
        trust=trust,
    )


def _is_called_perplexity(node: ast.AST, x: Value, at: Reporter) -> bool:
    """Whether the result is called a perplexity, so that what is exponentiated is an NLL."""
    if x.kind == "logprob":
        return False
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Dict):
            labels = [
                k.value
                for k, v in zip(parent.keys, parent.values)
                if v is node and isinstance(k, ast.Constant)
            ]
            return any(isinstance(label, str) and names.kind_of_name(label) == "ppl" for label in labels)
        if isinstance(parent, ast.Assign):
            return any(isinstance(t, ast.Name) and names.kind_of_name(t.id) == "ppl" for t in parent.targets)
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.Return) and names.kind_of_name(at.function.name) == "ppl"
    return False


def _raises(node: ast.AST, at: Reporter) -> bool:
    """Whether it is Python's own exp or power; the array libraries return inf."""
    if isinstance(node, ast.BinOp):
        return True
    func = node.func if isinstance(node, ast.Call) else None
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return at.module.aliases.get(func.value.id) == "math"
    return isinstance(func, ast.Name) and at.module.aliases.get(func.id, "").startswith("math.")


def _is_guarded(node: ast.AST, at: Reporter) -> bool:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - {"math"}
    for parent in at.module.ancestors(node):
        if isinstance(parent, (ast.IfExp, ast.If)) and any(
            isinstance(p, ast.Name) and p.id in names for p in ast.walk(parent.test)
        ):
            return True
        if isinstance(parent, ast.Try) and any(
            "Overflow" in ast.dump(handler.type) if handler.type else True for handler in parent.handlers
        ):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return bool(names & at.module.tests(parent))
    return False


WRONG = (
    """
import math

def sentence_perplexity(model, ids):
    total_nll = 0.0
    for row in ids:
        total_nll += -row.logprob
    return math.exp(total_nll)  # <- SEQ609
""",
    """
import math
import torch.nn.functional as F

def inverse_probability(logits, targets):
    nll = F.cross_entropy(logits, targets, reduction="sum").item()
    return math.exp(nll)  # <- SEQ609
""",
    """
from math import exp

def inverse_likelihood(token_logprobs: list[float]) -> float:
    nll = -sum(token_logprobs)
    return exp(nll)  # <- SEQ609
""",
)

RIGHT = (
    """
import math
import torch.nn.functional as F

def inverse_probability(logits, targets):
    nll = F.cross_entropy(logits, targets, reduction="sum").item()
    return math.exp(nll) if nll < 700 else math.inf
""",
    """
import math

def perplexity(total_nll, n_tokens):
    try:
        return math.exp(total_nll / n_tokens)
    except OverflowError:
        return float("inf")
""",
    """
import torch
import torch.nn.functional as F

def inverse_probability(logits, targets):
    return torch.exp(F.cross_entropy(logits, targets, reduction="sum"))
""",
)

RULE = Rule("SEQ609", (("exp",), ("math",)), (Elementwise,), check, WRONG, RIGHT, __doc__ or "")
