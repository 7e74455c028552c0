"""The mean over an empty completion divides by zero

## What goes wrong

A completion can have no scored token: an empty answer, a prompt that fills the context, a filter that removed
everything. Its mean is 0 / 0: an exception in Python, NaN in an array, where it poisons the batch.

## Why it matters

One such row ends the evaluation or makes the mean of the whole corpus NaN. A fallback of 0.0 is no better: it is
the log-probability of certainty, and makes the empty answer the best.

## When it is fine

When the length is checked first, clamped to at least 1, or cannot be 0.

## Fix

Skip or report the empty row: `if not logprobs: ...`; `mask.sum(-1).clamp(min=1)` in a batch.

## Sources

- The mean of no numbers is undefined.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    if (
        event.operation != "/"
        or event.left.kind not in ("logprob", "nll")
        or event.right.has("clamped", "safe", "eps", "shifted", "+1")
    ):
        return
    length = event.right
    if length.kind != "length" or not length.parts:
        return
    counted = length.parts[0]
    if (
        length.ref == "len"
        and counted.kind == "list"
        and _may_be_empty(counted)
        and not _is_checked(event.node, at)
    ):
        at.report(
            event.node,
            "the list can be empty, and then this divides by zero: check its length first",
            event.left,
            trust=LIKELY,
        )


def _may_be_empty(counted: Value) -> bool:
    """Whether a filter or a cut can have removed every element."""
    return counted.has("filtered", "sliced")


def _is_checked(node: ast.AST, at: Reporter) -> bool:
    divisor = getattr(node, "right", node)
    names = {part.id for part in ast.walk(divisor) if isinstance(part, ast.Name)} - {"len", "sum"}
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Try):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
            return bool(names & at.module.tests(parent))
    return False


WRONG = (
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    return sum(lps) / len(lps)  # <- SEQ611
""",
    """
def average(response, n_prompt):
    lps = response.choices[0].logprobs.token_logprobs[n_prompt:]
    return sum(lps) / len(lps)  # <- SEQ611
""",
    """
def average_nll(choice, skip):
    kept = [-lp for t, lp in zip(choice["logprobs"]["tokens"], choice["logprobs"]["token_logprobs"]) if t not in skip]
    return sum(kept) / len(kept)  # <- SEQ611
""",
)

RIGHT = (
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    if not lps:
        return None
    return sum(lps) / len(lps)
""",
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    return sum(lps) / max(len(lps), 1)
""",
    """
def masked_mean(token_logprobs, mask):
    return (token_logprobs * mask).sum(-1) / mask.sum(-1).clamp(min=1)
""",
    """
def mean_logprob(token_logprobs: list[float]) -> float:
    return sum(token_logprobs) / len(token_logprobs)
""",
)

RULE = Rule(
    "SEQ611",
    (("/", "mean"), ("logprob", "log_prob", "nll", "loss")),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
