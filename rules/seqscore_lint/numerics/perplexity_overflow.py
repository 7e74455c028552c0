"""math.exp of a large NLL raises OverflowError

## What goes wrong

`math.exp` raises OverflowError above 709.78, where numpy and torch return inf. A summed NLL passes that after some
hundred tokens, a mean one when a model diverges or a text is foreign to it.

## Why it matters

The exception ends an evaluation after hours, for the sake of one number that is only printed.

## When it is fine

When the argument is bounded (`min(nll, 700)`, `if nll < 700`), or the exception is caught. A mean over the tokens that a
server returned log-probs of stays far below the limit.

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

_BOUNDS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LIMITS = frozenset({"min", "isfinite", "isinf"})


def check(event: Elementwise, at: Reporter) -> None:
    x, node = event.x, event.node
    if (
        event.function != "exp"
        or x.has("bounded", "clamped")
        or _is_mean_of_served(x)
        or not _raises(node, at)
        or not (x.kind == "nll" or _is_called_perplexity(node, x, at))
        or _is_guarded(node, at)
    ):
        return
    # Of a power it is not known whether it is an array's, which is inf then.
    at.report(
        node,
        "math.exp raises OverflowError above 709: report the NLL, or inf where it is too large",
        trust=LIKELY if isinstance(node, ast.Call) else POSSIBLE,
    )


def _is_mean_of_served(x: Value) -> bool:
    """Whether it is the mean of token log-probs that a server gave, over just these tokens."""
    if x.domain != "api" or x.reduced != "mean" or x.outer:
        return False
    while x.parts and x.parts[0].reduced == "mean":
        x = x.parts[0]
    if len(x.parts) < 2:
        return True
    counted = x.parts[1].parts[0] if x.parts[1].parts else x
    return (counted.elem or counted).level == "token"


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
            return any(names.kind_of_name(_last_name(t)) == "ppl" for t in parent.targets)
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.Return) and names.kind_of_name(at.function.name) == "ppl"
    return False


def _last_name(target: ast.expr) -> str:
    """The name that a target ends with: a variable's, an attribute's, a key's."""
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return names.last(target)


def _raises(node: ast.AST, at: Reporter) -> bool:
    """Whether it is Python's own exp or power; the array libraries return inf."""
    if isinstance(node, ast.BinOp):
        return True
    func = node.func if isinstance(node, ast.Call) else None
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return at.module.aliases.get(func.value.id) == "math"
    return isinstance(func, ast.Name) and at.module.aliases.get(func.id, "").startswith("math.")


def _is_guarded(node: ast.AST, at: Reporter) -> bool:
    """Whether what is exponentiated is bounded or compared in the function, or the error caught."""
    holder: ast.AST = at.module.tree
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Try) and any(map(_catches, parent.handlers)):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            holder = parent
            break
    exponent = _numerator_names(node)
    return any(_bounds(part, exponent) for part in ast.walk(holder))


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(
        {"OverflowError", "ArithmeticError", "Exception"} & _names(handler.type)
    )


def _numerator_names(node: ast.AST) -> set[str]:
    """The names in an exponent, without what it is divided by: who asks for that guards against zero."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _numerator_names(node.left)
    found = _names(node) if isinstance(node, (ast.Name, ast.Attribute)) else set()
    for child in ast.iter_child_nodes(node):
        found |= _numerator_names(child)
    return found - {"math", "self", "exp"}


def _bounds(part: ast.AST, exponent: set[str]) -> bool:
    if isinstance(part, ast.Compare):
        return isinstance(part.ops[0], _BOUNDS) and bool(_names(part) & exponent)
    if isinstance(part, ast.Call):
        name = names.last(part.func)
        return name in _LIMITS and bool(_names(part) & exponent)
    return False


def _names(node: ast.AST) -> set[str]:
    return {name for part in ast.walk(node) if (name := names.last(part))}


WRONG = (
    """
import math

def word_perplexity(client, text):
    choice = client.completions.create(model="m", prompt=text, echo=True, logprobs=0, max_tokens=0).choices[0]
    nats = -sum(lp for lp in choice.logprobs.token_logprobs if lp is not None)
    return math.exp(nats / len(text.split()))  # <- SEQ609
""",
    """
import math

def log_validation(step, val_loss):
    if not step:
        return
    print(f"step {step} perplexity {math.exp(val_loss):.1f}")  # <- SEQ609
""",
    """
import math

def word_perplexity(documents):
    total = sum(d["log_likelihood"] for d in documents)
    words = sum(len(d["text"].split()) for d in documents)
    return math.exp(-total / max(words, 1))  # <- SEQ609
""",
    """
import math

def report(trainer):
    metrics = trainer.evaluate()
    metrics["perplexity"] = math.exp(metrics["eval_loss"])  # <- SEQ609
    return metrics
""",
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

class Totals:
    def __init__(self):
        self.nats, self.tokens, self.words = 0.0, 0, 0

    def add(self, token_logprobs, text):
        self.nats -= math.fsum(token_logprobs)
        self.tokens += len(token_logprobs)
        self.words += len(text.split())

    def summary(self):
        per = lambda n: min(self.nats / n, 700.0) if n else math.nan
        return {"ppl": math.exp(per(self.tokens)), "word_ppl": math.exp(per(self.words))}
""",
    """
import math

def confidence(choice):
    total = sum(t.logprob for t in choice.logprobs.content)
    return {"confidence": math.exp(-abs(total))}
""",
    """
import math

class Running:
    def __init__(self):
        self.nats, self.tokens = 0.0, 0

    def perplexity(self):
        nll = self.nats / self.tokens
        if nll > 700:
            return math.inf
        return math.exp(nll)
""",
    """
import math

def perplexities(mean_nlls):
    return [math.exp(min(nll, 700.0)) for nll in mean_nlls]
""",
    """
import math

def reply_perplexity(client, messages):
    choice = client.chat.completions.create(model="m", messages=messages, logprobs=True).choices[0]
    scored = [entry.logprob for entry in choice.logprobs.content]
    return math.exp(-sum(scored) / len(scored))
""",
    """
import math

def inverse_perplexity(mean_nll):
    return math.exp(-mean_nll)
""",
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

RULE = Rule(
    "SEQ609",
    (("exp",), ("math",)),
    (Elementwise,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    yields_to=("SEQ411",),  # in the right base it is another number
)
