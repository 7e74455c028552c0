"""Log-probabilities multiplied together

## What goes wrong

Logarithms of probabilities add where the probabilities multiply. The product of log-probs is meaningless:
with every token its sign flips, and tokens of probability 1 (log-prob 0) make it 0.

## Why it matters

The score of a sequence depends on the parity of its length, so a ranking by it is noise.

## When it is fine

A log-prob times a weight, an advantage, a mask or a probability is no product of log-probs.

## Fix

`sum` for `prod`, `+=` for `*=` with a start of 0. Not rewritten: the start value has to change with it.

## Sources

- fxsjy/jieba issue 19: products of probabilities, and the step to sums of logarithms.
- githubharald/CTCWordBeamSearch issue 23.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Binary, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_MESSAGE = "log-probabilities are multiplied: they add where probabilities multiply"


def check(event: Reduce | Binary, at: Reporter) -> None:
    if isinstance(event, Reduce):
        if event.operation in ("prod", "cumprod") and _is_logprob(event.x) and "V" not in event.axis_name:
            at.report(event.node, _MESSAGE, event.x, trust=2 if event.x.domain else LIKELY)
    elif event.operation == "*" and event.left.vn != event.right.vn:
        factors = (event.left, event.right)
        if all(map(_is_logprob, factors)) and (
            all(factor.reduced == "sum" for factor in factors) or all(map(_is_single, factors))
        ):
            at.report(event.node, _MESSAGE, *factors, trust=LIKELY)


def _is_single(value: Value) -> bool:
    """Whether it is one number, known by more than its name."""
    return value.axes == () and not value.has("by-name") and value.reduced in ("", "sum", "prod")


def _is_logprob(value: Value) -> bool:
    return (
        value.kind == "logprob"
        and value.pick in ("chosen", "max", "first", "?")
        and not value.has("difference")
    )


WRONG = (
    """
import heapq
import numpy as np
from scipy.special import log_softmax

def search(step, start, stop, width=5, limit=40):
    live, ended = [((start,), None)], []
    for _ in range(limit):
        grown = []
        for path, logprob in live:
            row = log_softmax(step(path))
            for token in np.argsort(row)[-width:]:
                new = row[token] if logprob is None else logprob * row[token]  # <- SEQ407
                grown.append(((*path, token), new))
        live = []
        for path, logprob in heapq.nlargest(width, grown, key=lambda one: one[1]):
            (ended if path[-1] == stop else live).append((path, logprob))
    return ended or live
""",
    """
def pooled(next_logprobs, templates, text, heads):
    totals = dict.fromkeys(heads, 1.0)
    for template in templates:
        logprobs = next_logprobs(template.format(text))
        for answer, token in heads.items():
            totals[answer] *= float(logprobs[token])  # <- SEQ407
    return max(totals, key=totals.get)
""",
    """
import math
import torch

def best(step, candidates):
    def score(ids):
        seen = ()
        for k in range(1, len(ids)):
            logp = torch.log_softmax(step(ids[:k]), dim=-1)
            seen = seen + (float(logp[ids[k]]),)
        return math.prod(seen)  # <- SEQ407
    return max(candidates, key=score)
""",
    """
from functools import reduce
from operator import mul
import numpy as np
from scipy.special import log_softmax

class Path:
    def __init__(self, marks=(), costs=()):
        self.marks, self.costs = marks, costs

    def grown(self, mark, logprob):
        return Path(self.marks + (mark,), self.costs + (logprob,))

    @property
    def score(self):
        return reduce(mul, self.costs)  # <- SEQ407

def search(step, start, width=5, steps=40):
    paths = [Path()]
    for _ in range(steps):
        grown = []
        for path in paths:
            row = log_softmax(step((start, *path.marks)), axis=-1)
            for mark in np.argsort(-row)[:width]:
                grown.append(path.grown(int(mark), float(row[mark])))
        paths = sorted(grown, key=lambda path: path.score)[-width:]
    return paths[-1].marks
""",
    """
import torch

def sequence_score(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.prod(-1)  # <- SEQ407
""",
    """
import math

def answer_score(choice):
    return math.prod(t.logprob for t in choice.logprobs.content)  # <- SEQ407
""",
    """
import torch.nn.functional as F

def score(model, ids):
    logp = F.log_softmax(model(ids).logits, dim=-1)
    total = 1.0
    for i, token in enumerate(ids[0, 1:]):
        total *= logp[0, i, token].item()  # <- SEQ407
    return total
""",
    """
import numpy as np

def score(response):
    return np.prod(response["choices"][0]["logprobs"]["token_logprobs"][1:])  # <- SEQ407
""",
    """
def score(model, ids):
    logp = model(ids).logits.log_softmax(-1)
    result = 1.0
    for i, token in enumerate(ids[0, 1:]):
        result = result * logp[0, i, token].item()  # <- SEQ407
    return result
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import log_softmax

def policy_gradient(rows, actions, advantages):
    total = 0.0
    for row, action, advantage in zip(rows, actions, advantages):
        logp = log_softmax(row)[action]
        total -= advantage * logp
    return total
""",
    """
from functools import reduce
from operator import add
import numpy as np
from scipy.special import log_softmax

class Path:
    def __init__(self, marks=(), costs=()):
        self.marks, self.costs = marks, costs

    def grown(self, mark, logprob):
        return Path(self.marks + (mark,), self.costs + (logprob,))

    @property
    def score(self):
        return reduce(add, self.costs, 0.0)

def search(step, start, width=5, steps=40):
    paths = [Path()]
    for _ in range(steps):
        grown = []
        for path in paths:
            row = log_softmax(step((start, *path.marks)), axis=-1)
            for mark in np.argsort(-row)[:width]:
                grown.append(path.grown(int(mark), float(row[mark])))
        paths = sorted(grown, key=lambda path: path.score)[-width:]
    return paths[-1].marks
""",
    """
import torch

def sequence_score(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1)
""",
    """
import torch

def policy_loss(logits, actions, advantages):
    logp = torch.log_softmax(logits, dim=-1).gather(-1, actions[..., None]).squeeze(-1)
    return -(logp * advantages).mean()
""",
    """
import torch

def variance(logits):
    logp = torch.log_softmax(logits, dim=-1)
    p = logp.exp()
    mean = (p * logp).sum(-1)
    return (p * logp * logp).sum(-1) - mean ** 2
""",
    """
import math

def elements(shape):
    return math.prod(shape)
""",
    """
import torch

def contrastive(expert, amateur, ids, weight):
    a = torch.log_softmax(expert, -1).gather(-1, ids[..., None]).sum()
    b = torch.log_softmax(amateur, -1).gather(-1, ids[..., None]).sum()
    return a - weight * b
""",
)

RULE = Rule(
    "SEQ407",
    (("prod", "*=", "mul", " * "), contract.LOSS_WORDS),
    (Reduce, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
