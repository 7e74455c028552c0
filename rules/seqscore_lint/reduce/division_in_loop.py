"""A running total divided on every iteration

## What goes wrong

`total = (total + x) / n` inside the loop divides the first terms once for every later iteration: the first
of ten terms is divided by n ten times. The result is neither a sum nor a mean; only the last terms count.

## Why it matters

The number depends on the order of the data and looks like a loss, only lower.

## When it is fine

Running means that multiply back (`(mean * (n - 1) + x) / n`), Welford's `mean += (x - mean) / n`,
exponential moving averages, and totals that are reset in the same loop.

## Fix

Add up inside the loop, divide once after it. Not rewritten: a statement has to move.

## Sources

- lucidrains/reformer-pytorch issue 147; princeton-vl/CoqGym pull request 9.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    node = event.node
    if (
        event.operation != "/"
        or not at.loops
        or not event.left.is_score
        or not isinstance(node, (ast.BinOp, ast.AugAssign))
    ):
        return
    loop, divided = at.loops[-1], _total(node, at)
    if divided and not _is_reset(loop, divided) and not _leaves(node, at):
        at.report(
            node,
            f"{divided} is divided on every iteration: add up in the loop and divide once after it",
            event.left,
            trust=LIKELY,
        )


def _total(node: ast.BinOp | ast.AugAssign, at: Reporter) -> str:
    """The name of the running total that is divided; empty where it is none."""
    loop = at.loops[-1]
    if isinstance(node, ast.AugAssign):
        name = ast.unparse(node.target)
        return name if _adds_up(loop, name) else ""
    holder = contract.statement(at, node)
    if not isinstance(holder, ast.Assign) or len(holder.targets) != 1 or holder.value is not node:
        return ""
    name = ast.unparse(holder.targets[0])
    left = node.left
    if isinstance(left, ast.BinOp) and isinstance(left.op, (ast.Add, ast.Sub)):
        return name if name in (ast.unparse(left.left), ast.unparse(left.right)) else ""
    return name if ast.unparse(left) == name and _adds_up(loop, name) else ""


def _adds_up(loop: ast.AST, name: str) -> bool:
    return any(
        (
            isinstance(n, ast.AugAssign)
            and isinstance(n.op, (ast.Add, ast.Sub))
            and ast.unparse(n.target) == name
        )
        or (
            isinstance(n, ast.Assign)
            and ast.unparse(n.targets[0]) == name
            and isinstance(n.value, ast.BinOp)
            and isinstance(n.value.op, (ast.Add, ast.Sub))
            and name in (ast.unparse(n.value.left), ast.unparse(n.value.right))
        )
        for n in ast.walk(loop)
    )


def _is_reset(loop: ast.AST, name: str) -> bool:
    """Whether the loop starts the total anew."""
    for n in ast.walk(loop):
        if isinstance(n, ast.Assign):
            for target in n.targets:
                flat = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                if any(ast.unparse(t) == name for t in flat) and name not in {
                    ast.unparse(p) for p in ast.walk(n.value) if isinstance(p, ast.expr)
                }:
                    return True
        elif isinstance(n, (ast.For, ast.comprehension)) and name in {
            ast.unparse(t) for t in ast.walk(n.target) if isinstance(t, ast.Name)
        }:
            return True
    return False


def _leaves(node: ast.AST, at: Reporter) -> bool:
    """Whether the block of the division ends the loop or the function."""
    holder = contract.statement(at, node)
    block = at.module.parent(holder) if holder is not None else None
    for name in ("body", "orelse"):
        body = getattr(block, name, None)
        if isinstance(body, list) and holder in body:
            return isinstance(body[-1], (ast.Return, ast.Break, ast.Raise)) and block not in at.loops
    return False


WRONG = (
    """
def average_loss(model, batches):
    total = 0.0
    for batch in batches:
        total = (total + model(batch, labels=batch).loss.item()) / len(batches)  # <- SEQ417
    return total
""",
    """
import torch

def mean_logprob(model, texts):
    score = 0.0
    for ids in texts:
        logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None])
        score += logp.sum().item()
        score /= len(texts)  # <- SEQ417
    return score
""",
    """
def average(choices):
    avg = 0.0
    for choice in choices:
        avg += sum(t.logprob for t in choice.logprobs.content)
        avg = avg / len(choices)  # <- SEQ417
    return avg
""",
)

RIGHT = (
    """
def average_loss(model, batches):
    total = 0.0
    for batch in batches:
        total += model(batch, labels=batch).loss.item()
    return total / len(batches)
""",
    """
def running_mean(model, batches):
    mean = 0.0
    for n, batch in enumerate(batches, start=1):
        mean = (mean * (n - 1) + model(batch, labels=batch).loss.item()) / n
    return mean
""",
    """
def welford(model, batches):
    mean = 0.0
    for n, batch in enumerate(batches, start=1):
        mean += (model(batch, labels=batch).loss.item() - mean) / n
    return mean
""",
    """
def per_document(documents):
    out = []
    for document in documents:
        total = 0.0
        for token in document.logprobs.content:
            total += token.logprob
        total /= len(document.logprobs.content)
        out.append(total)
    return out
""",
    """
def train(model, batches, optimizer, steps):
    for batch in batches:
        loss = model(batch, labels=batch).loss
        loss = loss / steps
        loss.backward()
""",
    """
def log_every(model, batches, k):
    total = 0.0
    for i, batch in enumerate(batches):
        total += model(batch, labels=batch).loss.item()
        if i % k == k - 1:
            total /= k
            print(total)
            total = 0.0
""",
)

RULE = Rule(
    "SEQ417",
    (("for ", "while "), ("/",), contract.LOSS_WORDS),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
