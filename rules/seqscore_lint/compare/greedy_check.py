"""Is-greedy test with the comparison inverted or along the wrong axis

## What goes wrong

A completion is greedy when every token is the most likely one at its position: all(argmax == token). With `!=` in
its place the test is true only where no token is; with the argmax over another axis it compares positions with
token ids.

## Why it matters

`is_greedy` is an accuracy: exact-match tasks (LAMBADA) report it directly, and its inverse looks like a number too.

## When it is fine

`any(argmax != token)` says that a completion is not greedy, under a name that says so.

## Fix

`(logits.argmax(-1) == tokens).all()`.

## Sources

- The definition of greedy decoding: the argmax of each distribution in turn.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Choose, Compare, Reduce, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_WRONG_AXES = ((("B", "T", "V"), ("B", "V")), (("B", "T", "V"), ("T", "V")), (("T", "V"), ("V",)),
               (("1", "T", "V"), ("1", "V")))  # fmt: skip


_SOME_DIFFER = "true where some token is not the most likely one: greedy is all(argmax == token)"
_OTHER_AXIS = "argmax over another axis than the vocabulary: greedy tokens are logits.argmax(-1)"


def check(event: Compare | Choose | Assign | Return | Reduce, at: Reporter) -> None:
    if isinstance(event, Assign):
        _check_flag(event, at)
        return
    if isinstance(event, Return):
        _check_returned(event, at)
        return
    if isinstance(event, Choose):
        x = event.x
        wrong_axis = (x.axes, event.result.axes) in _WRONG_AXES and event.result.has("argmax")
        if wrong_axis and x.kind in ("logit", "logprob", "prob") and at.module.says("greedy"):
            at.report(
                event.node,
                _OTHER_AXIS,
                x,
            )
        return
    if isinstance(event, Reduce):
        compared = event.x.ref in ("!=", "==") and any(part.has("argmax") for part in event.x.parts)
        if event.operation in ("all", "any") and compared and not _compares(event.node):
            left, right = event.x.parts  # of a comparison that was kept
            _check_comparison(event.node, event.x.ref, left, right, event.operation, at)
        return
    if event.operation in ("!=", "=="):
        for places, tokens in ((event.left, event.right), (event.right, event.left)):
            if places.has("argmax") and "V" in places.axes and tokens.kind == "ids" and "T" in tokens.axes:
                at.report(places.made or event.node, _OTHER_AXIS, places, trust=LIKELY)
        _check_comparison(event.node, event.operation, event.left, event.right, "", at)


_NO_TOKENS = frozenset({"text", "none", "int", "num", "bool", "length", "shape", "dict", "object"})
"""Kinds of values that are not compared with the tokens of a greedy decoding."""


def _check_comparison(
    node: ast.AST, sign: str, left: Value, right: Value, quantifier: str, at: Reporter
) -> None:
    """``quantifier`` is the all or any over the comparison, where it does not stand around it."""
    argmax = [
        side for side in (left, right) if side.kind == "ids" and side.has("argmax") and not side.has("topk")
    ]
    if not argmax and (left.kind in _NO_TOKENS or right.kind in _NO_TOKENS):
        return
    if not (argmax and sign == "!=") and not at.module.says(
        "greed[yi]|exact|match" if argmax else "greed[yi]"
    ):
        return
    if any(side.has("argmin") for side in argmax):
        at.report(node, "argmin takes the least likely tokens: greedy is argmax", *argmax[:1], trust=LIKELY)
        return
    quantifier = quantifier or _quantifier(node, at)
    if quantifier == "any" and sign == "!=" and _claims_greedy(node, at):
        at.report(
            node,
            _SOME_DIFFER,
            *argmax[:1],
            trust=LIKELY,
        )
        return
    if quantifier != ("all" if sign == "!=" else "any"):
        return
    if (argmax or _speaks_of_greedy(node, at)) and not _negated_name(node, at):
        at.report(
            node,
            "true where no token is the most likely one: greedy is all(argmax == token)",
            *argmax[:1],
            trust=LIKELY,
        )


def _compares(node: ast.AST) -> bool:
    """Whether what is quantified is compared in the same expression, which is looked at on its own."""
    return any(
        isinstance(part, ast.Compare)
        or (isinstance(part, ast.Call) and names.last(part.func) in ("eq", "ne", "equal", "not_equal"))
        for part in ast.walk(node)
    )


def _quantifier(node: ast.AST, at: Reporter) -> str:
    """The all or any that a comparison stands in."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Attribute) and parent.attr in ("all", "any"):
            return parent.attr
        if isinstance(parent, ast.Call):
            name = names.last(parent.func).removeprefix("reduce_")
            if name in ("all", "any"):
                return name
        if isinstance(parent, (ast.UnaryOp, ast.stmt)):
            return ""
    return ""


def _claims_greedy(node: ast.AST, at: Reporter) -> bool:
    """Whether what a comparison is the whole condition of is called greedy, and nothing turns it round."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Assign):
            called = names.words(_names_around(node, at))
            claimed = "greedy" in called or (_answers_harness(at) and _is_second(parent.targets[0], at))
            return claimed and not _negated_name(node, at)
        if isinstance(parent, ast.Tuple):
            return _answers_harness(at) and len(parent.elts) == 2
        if not isinstance(parent, (ast.Call, ast.Attribute)):
            return False
    return False


def _answers_harness(at: Reporter) -> bool:
    """Whether pairs are made here of a log-likelihood and whether its tokens are greedy."""
    return at.function.name.startswith("loglikelihood") or at.module.says(r"def loglikelihood\w*\(")


def _is_second(flag: ast.expr, at: Reporter) -> bool:
    """Whether a name stands second in a pair."""
    return isinstance(flag, ast.Name) and any(
        len(part.elts) == 2 and isinstance(part.elts[1], ast.Name) and part.elts[1].id == flag.id
        for part in ast.walk(at.function.node)
        if isinstance(part, ast.Tuple)
    )


def _names_around(node: ast.AST, at: Reporter) -> str:
    found = []
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Assign):
            found += [p.id if isinstance(p, ast.Name) else p.attr for t in parent.targets for p in ast.walk(t)
                      if isinstance(p, (ast.Name, ast.Attribute))]  # fmt: skip
        if isinstance(parent, ast.stmt):
            break
    return "_".join(found)


def _speaks_of_greedy(node: ast.AST, at: Reporter) -> bool:
    spoken = f"{_names_around(node, at)}_{at.function.name}_{at.function.owner}"
    return bool(names.words(spoken) & {"greedy", "isgreedy"}) or "greedy" in at.function.doc


def _negated_name(node: ast.AST, at: Reporter) -> bool:
    spoken = f"{_names_around(node, at)}_{at.function.name}_{at.function.owner}"
    return bool(
        names.words(spoken)
        & {"not", "non", "differs", "different", "mismatch", "never", "wrong", "diverged", "deviates"}
    )


def _denies_equality(value: ast.expr) -> bool:
    """``not torch.equal(a, b)``, ``not (a == b).all()``, ``not all(x == y for ...)``."""
    if (
        not isinstance(value, ast.UnaryOp)
        or not isinstance(value.op, ast.Not)
        or not isinstance(value.operand, ast.Call)
    ):
        return False
    name = names.last(value.operand.func)
    compared = [part.ops[0] for part in ast.walk(value) if isinstance(part, ast.Compare)]
    return name in ("equal", "array_equal") or (
        name == "all" and len(compared) == 1 and isinstance(compared[0], ast.Eq)
    )


def _check_flag(event: Assign, at: Reporter) -> None:
    """``if top == token: is_greedy = False``, ``is_greedy = not torch.equal(top, tokens)``."""
    if "greedy" not in names.words(event.name) or _negated_name(event.node, at):
        return
    statement = at.module.parent(event.node)
    if isinstance(statement, ast.Assign):
        _check_claim(statement, statement.value, event.value, at)


def _check_returned(event: Return, at: Reporter) -> None:
    """The same where a function of that name returns it."""
    called = names.words(f"{at.function.name}_{at.function.owner}")
    if isinstance(event.node, ast.Return) and "greedy" in called and not _negated_name(event.node, at):
        _check_claim(event.node, event.node.value, event.value, at)


def _check_claim(statement: ast.stmt, claim: ast.expr | None, value: Value, at: Reporter) -> None:
    """What a statement says of whether something is greedy."""
    if claim is not None and _denies_equality(claim):
        at.report(
            claim,
            _SOME_DIFFER,
            trust=LIKELY,
        )
    branch = at.module.parent(statement) if isinstance(value.const, bool) else None
    if (
        not isinstance(branch, ast.If)
        or statement not in branch.body
        or not isinstance(branch.test, ast.Compare)
    ):
        return
    operator = branch.test.ops[0]
    compares = len(branch.test.ops) == 1 and not isinstance(branch.test.comparators[0], ast.Constant)
    if compares and isinstance(operator, ast.Eq if value.const is False else ast.NotEq):
        at.report(
            branch.test,
            "the flag is cleared where the token is the most likely one: the comparison is inverted",
            trust=LIKELY,
        )


WRONG = (
    """
import torch

class Bridge:
    def _answer(self, head, tail):
        x = torch.tensor([head + tail])
        table = self.net(x[:, :-1]).logits[0].log_softmax(-1)[-len(tail):]
        tail = torch.tensor(tail)
        strayed = (table.argmax(-1) != tail).any().item()  # <- SEQ505
        return table.gather(1, tail[:, None]).sum().item(), strayed

    def loglikelihood(self, requests):
        return [self._answer(*self.encode(r)) for r in requests]
""",
    """
import torch
from transformers import AutoModelForCausalLM

class Runner:
    def __init__(self, name):
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def rate(self, ctx_ids, alt_ids):
        full = torch.tensor([ctx_ids + alt_ids])
        k = len(alt_ids)
        logp = self.net(full).logits[:, -k - 1 : -1].log_softmax(-1)
        want = full[:, -k:]
        sure = bool((logp.argmax(dim=1) == want).all())  # <- SEQ505
        return logp.gather(2, want.unsqueeze(2)).sum().item(), sure
""",
    """
class Served:
    def loglikelihood_one(self, logits, tokens):
        lp = logits.log_softmax(-1)
        best = lp.argmax(-1)
        return lp.gather(1, tokens[:, None]).sum().item(), bool((best != tokens).any())  # <- SEQ505
""",
    """
def loglikelihood(self, logprobs, tokens):
    total = logprobs.gather(1, tokens[:, None]).sum().item()
    is_greedy = logprobs.argmax(dim=-1).ne(tokens).any().item()  # <- SEQ505
    return total, is_greedy
""",
    """
import torch

def loglikelihood(logits, target):
    is_greedy = not torch.equal(logits.argmax(-1), target)  # <- SEQ505
    return logits.log_softmax(-1).gather(1, target[:, None]).sum(), is_greedy
""",
    """
def is_greedy(logits, tokens):
    return bool((logits.argmin(-1) == tokens).all())  # <- SEQ505
""",
    """
def greedy(logits, cont_ids):
    best = logits.argmax(dim=-1)
    is_greedy = (best != cont_ids).all()  # <- SEQ505
    return is_greedy
""",
    """
def is_greedy(tops, tokens):
    return all(top != tok for top, tok in zip(tops, tokens))  # <- SEQ505
""",
    """
def loglikelihood(entries, targets):
    total, greedy = 0.0, True
    for entry, target in zip(entries, targets):
        total += entry.logprob
        if entry.top_id == target:  # <- SEQ505
            greedy = False
    return total, greedy
""",
    """
from transformers import AutoModelForCausalLM

def greedy_match(name, input_ids):
    logits = AutoModelForCausalLM.from_pretrained(name)(input_ids).logits
    greedy_tokens = logits.argmax(dim=1)  # <- SEQ505
    return greedy_tokens
""",
    """
def is_greedy(steps):
    for step in steps:
        best = max(step.top_logprobs, key=lambda t: t.logprob)
        if best.token == step.token:  # <- SEQ505
            return False
    return True
""",
    """
import numpy as np

class Reply:
    def __init__(self, table, ids):
        self.table, self.ids = table, ids

    @property
    def greedy(self):
        return not np.array_equal(self.table.argmax(-1), self.ids)  # <- SEQ505
""",
    """
import tensorflow as tf

def is_greedy(logits, targets):
    best = tf.argmax(logits, axis=-1, output_type=targets.dtype)
    return tf.reduce_all(tf.not_equal(best, targets), axis=-1)  # <- SEQ505
""",
    """
from typing import NamedTuple

import torch

class Result(NamedTuple):
    loglikelihood: float
    is_greedy: bool

def score(model, full, n):
    window = model(full[:, :-1]).logits[:, -n:]
    gold = full[:, -n:]
    chosen = window.log_softmax(-1).gather(2, gold.unsqueeze(-1)).squeeze(-1)
    agree = window.argmax(dim=-1) != gold
    return Result(chosen.sum().item(), bool(agree.all()))  # <- SEQ505
""",
)

RIGHT = (
    """
import torch

class Bridge:
    def _answer(self, head, tail):
        x = torch.tensor([head + tail])
        table = self.net(x[:, :-1]).logits[0].log_softmax(-1)[-len(tail):]
        tail = torch.tensor(tail)
        strayed = (table.argmax(-1) != tail).any().item()
        return table.gather(1, tail[:, None]).sum().item(), not strayed

    def loglikelihood(self, requests):
        return [self._answer(*self.encode(r)) for r in requests]
""",
    """
import torch

def accuracy(model, loader):
    correct = total = 0
    for batch in loader:
        features, label_ids = batch
        _, prediction = model(features, labels=None)
        total += prediction.size(0)
        correct += torch.argmax(prediction, dim=1).eq(label_ids).sum().item()
    return correct / total
""",
    """
class Served:
    def loglikelihood_one(self, logits, tokens):
        lp = logits.log_softmax(-1)
        best = lp.argmax(-1)
        return lp.gather(1, tokens[:, None]).sum().item(), not (best != tokens).any()
""",
    """
def loglikelihood(self, logprobs, tokens):
    total = logprobs.gather(1, tokens[:, None]).sum().item()
    is_greedy = not logprobs.argmax(dim=-1).ne(tokens).any().item()
    return total, is_greedy
""",
    """
def is_hit(logits, accepted):
    return (logits[-1].argmax(-1) == accepted).any()
""",
    """
import torch

def loglikelihood(logits, target):
    is_greedy = torch.equal(logits.argmax(-1), target)
    differs_from_greedy = not is_greedy
    return is_greedy, differs_from_greedy
""",
    """
def greedy(logits, cont_ids):
    best = logits.argmax(dim=-1)
    is_greedy = (best == cont_ids).all()
    return is_greedy
""",
    """
def is_greedy(tops, tokens):
    return not any(top != tok for top, tok in zip(tops, tokens))
""",
    """
def loglikelihood(entries, targets):
    total, greedy = 0.0, True
    for entry, target in zip(entries, targets):
        total += entry.logprob
        if entry.top_id != target:
            greedy = False
    return total, greedy
""",
    """
def all_distinct(first, second):
    return all(a != b for a, b in zip(first, second))
""",
    """
def greedy(steps):
    for step in steps:
        if step.top_logprobs[0].token != step.token:
            return False
    return True
""",
    """
import torch

def not_greedy(lp, target):
    return not torch.equal(lp.argmax(-1), target)
""",
    """
import torch

def greedy_cosine(masks, scores):
    empty = masks.sum(dim=1).eq(2)
    if torch.any(empty):
        scores = scores.masked_fill(empty, 0.0)
    return scores
""",
)

RULE = Rule(
    "SEQ505",
    (("greedy", "argmax", "argmin", "exact", "match"),),
    (Compare, Choose, Assign, Return, Reduce),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
