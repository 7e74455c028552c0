"""exp(x) / sum(exp(x)), or log(sum(exp(x))), without subtracting the maximum

## What goes wrong

exp overflows at 88 (float32), 709 (float64) or 11 (float16). One logit above that makes the sum infinite, and
inf / inf is NaN; when all logits are far below zero the sum is 0, and the quotient is 0 / 0.

## Why it matters

Logits of 100 and more occur in trained models, and adding a constant to every logit, which changes no
probability, decides here whether the result is a number at all.

## When it is fine

When the maximum was subtracted first (directly or through a variable), or when the arguments are bounded.

## Fix

Subtract the maximum along the normalised axis with keepdims, or call softmax / logsumexp of the library in use.

## Sources

- Blanchard, Higham, Higham: Accurately computing the log-sum-exp and softmax functions. IMA J. Numer. Anal. 41
  (2021).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_SCORE_NAMES = frozenset({"softmax", "logit", "logits", "logsumexp", "lse", "logprob", "logprobs", "logp", "lp", "logps", "logz", "prob", "probs",
                          "probability", "probabilities", "proba"})  # fmt: skip


def _exponent(weight: Value) -> Value | None:
    """What was exponentiated, whatever was masked or weighted since."""
    while weight.kind == "weight" and weight.parts:
        inner = next((part for part in weight.parts if part.kind == "weight"), None)
        if inner is None:
            return weight.parts[0]
        weight = inner
    return None


def _is_scoring(x: Value, node: ast.AST, at: Reporter) -> bool:
    """Whether the exponentiated numbers are logits, by flow, by their documented axes, or by what the function is called."""
    if x.kind == "logit":
        return True
    if x.known:
        return False
    if x.axes[-1:] == ("V",):
        return True
    spoken = names.words(f"{at.function.name}_{_target(node, at)} {at.function.doc}")
    return bool(spoken & _SCORE_NAMES) or names.kind_of_name(at.function.name) in ("logit", "logprob", "nll")


def _target(node: ast.AST, at: Reporter) -> str:
    """The name that the result is given at once."""
    for parent in at.module.ancestors(node):
        if (
            isinstance(parent, ast.Assign)
            and len(parent.targets) == 1
            and isinstance(parent.targets[0], ast.Name)
        ):
            return parent.targets[0].id
        if isinstance(parent, ast.stmt):
            break
    return ""


def check(event: Binary | Elementwise, at: Reporter) -> None:
    if isinstance(event, Binary):
        if (
            event.operation != "/"
            or event.right.kind != "partition"
            or event.left.kind not in ("weight", "partition")
        ):
            return
        total = event.right
        advice = "softmax(x) with the maximum subtracted"
    else:
        if event.function != "log" or event.x.kind != "partition":
            return
        total = event.x
        advice = "logsumexp(x)"
    weight = total.parts[0] if total.parts else total
    weight = weight.elem or weight
    x = _exponent(weight)
    if (
        x is None
        or weight.has("stabilised", "clamped")
        or x.has("stabilised", "clamped", "difference")
        or not _is_scoring(x, event.node, at)
    ):
        return
    at.report(event.node, f"exp overflows where a logit is large and all underflow where all are small: {advice}", x, weight,
              trust=2 if x.kind == "logit" and x.trust == 2 else LIKELY)  # fmt: skip


WRONG = (
    """
'''Sampling with a model from elsewhere.

predict(ids) returns a float32 array of scores over the vocabulary.
'''
import numpy as np

def draw(predict, ids, rng):
    z = predict(ids)
    w = np.exp(z)
    return rng.choice(len(w), p=w / w.sum())  # <- SEQ601
""",
    """
'''Reads dumps of a model.

    raw     (T, V)   row t predicts ids[t + 1]
    ids     (T,)
'''
import numpy as np

def rows(raw):
    return raw - np.log(np.exp(raw).sum(axis=-1, keepdims=True))  # <- SEQ601

def total(item):
    lp = rows(item["raw"])
    return lp[np.arange(len(lp) - 1), item["ids"][1:]].sum()
""",
    """
import math
import numpy as np

def spread(reply):
    weights = {token: math.exp(z) for token, z in reply["logits"].items()}
    total = sum(weights.values())
    return {token: w / total for token, w in weights.items()}  # <- SEQ601

def shares(frame, legal):
    w = np.exp(frame["logit"]) * legal
    return w / w.sum()  # <- SEQ601
""",
    """
import math

def share(logits, index):
    total = 0.0
    for z in logits:
        total += math.exp(z)
    return math.exp(logits[index]) / total  # <- SEQ601

log_total = lambda logits: math.log(sum(map(math.exp, logits)))  # <- SEQ601
""",
    """
import numpy as np

class Net:
    def __init__(self, vocab_size, width, seed=0):
        rng = np.random.default_rng(seed)
        self.inner = rng.normal(0, 0.02, (width, width))
        self.outer = rng.normal(0, 0.02, size=(width, vocab_size)) / np.sqrt(width)
        self.bias = np.zeros(vocab_size)

    def rows(self, states):
        for state in states:
            y = np.tanh(state @ self.inner) @ self.outer + self.bias
            yield y - np.log(np.exp(y).sum())  # <- SEQ601
""",
    """
import numpy as np

def softmax(x):
    return np.exp(x) / np.sum(np.exp(x))  # <- SEQ601
""",
    """
import numpy as np

def to_probs(logits):
    e = np.exp(logits)
    return e / e.sum(axis=-1, keepdims=True)  # <- SEQ601
""",
    """
import math

def softmax(values):
    exps = [math.exp(v) for v in values]
    total = sum(exps)
    return [e / total for e in exps]  # <- SEQ601
""",
    """
import torch

def log_partition(logits):
    return torch.log(torch.sum(torch.exp(logits), dim=-1))  # <- SEQ601
""",
)

RIGHT = (
    """
'''Sampling with a model from elsewhere.

predict(ids) returns a float32 array of scores over the vocabulary.
'''
import numpy as np

def draw(predict, ids, rng):
    z = predict(ids)
    top = z.max()
    w = np.exp(z - top)
    return rng.choice(len(w), p=w / w.sum())
""",
    """
import numpy as np

def shares(row):
    peak_logit = row.max()
    e = np.exp(row - peak_logit)
    return e / e.sum()
""",
    """
import math

def share(logits, index):
    top = max(logits)
    total = 0.0
    for z in logits:
        total += math.exp(z - top)
    return math.exp(logits[index] - top) / total
""",
    """
import numpy as np

def free_energy(energies, beta):
    lowest = energies.min()
    w = np.exp(-beta * (energies - lowest))
    log_z = np.log(w.sum()) - beta * lowest
    return -log_z / beta
""",
    """
import math

def option_probabilities(reply):
    logits = reply["scores"]
    highest = max(logits)
    weights = [math.exp(x - highest) for x in logits]
    total = math.fsum(weights)
    return [w / total for w in weights]
""",
    """
import math

def label_probabilities(meta):
    label_logprobs = meta.get("label_logprobs", [])
    highest = max(label_logprobs)
    weights = [math.exp((x - highest) / 2) for x in label_logprobs]
    total = sum(weights)
    return [w / total for w in weights]
""",
    """
import numpy as np

def softmax(preferences, tau=1.0):
    e = np.exp((preferences - preferences.max()) / tau)
    return e / e.sum()
""",
    """
import numpy as np

def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
""",
    """
import numpy as np

def to_probs(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)
""",
    """
import math

def softmax(values):
    top = max(values)
    exps = [math.exp(v - top) for v in values]
    total = sum(exps)
    return [e / total for e in exps]
""",
    """
import torch

def log_partition(logits):
    return torch.logsumexp(logits, dim=-1)
""",
    """
import numpy as np

def boltzmann(energies, kT):
    weights = np.exp(-energies / kT)
    return weights / weights.sum()
""",
    """
import numpy as np

def decay_profile(t, tau):
    y = np.exp(-t / tau)
    return y / np.sum(y)
""",
)

RULE = Rule(
    "SEQ601",
    (("exp",), ("sum", "logit", "softmax", "Softmax")),
    (Binary, Elementwise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
