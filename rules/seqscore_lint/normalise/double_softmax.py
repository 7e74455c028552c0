"""softmax applied to probabilities

## What goes wrong

cross_entropy, `Categorical(logits=...)` and the perplexity metrics apply softmax themselves. Given
probabilities they compute softmax of numbers between 0 and 1: a nearly uniform distribution.

## Why it matters

The argmax does not change, so accuracy looks right, while every log-probability, loss and perplexity is
wrong, and gradients are flattened.

## When it is fine

softmax of log-probabilities (it gives them back), probabilities as the *target* of cross_entropy (soft
labels).

## Fix

Pass the logits, or use the function for probabilities: `nll_loss(logp, y)`, `Categorical(probs=p)`. A
softmax that stands in the loss's argument is removed on request: the loss changes, so the fix is unsafe.

## Sources

- PyTorch documentation, CrossEntropyLoss: "The input is expected to contain the unnormalized logits".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Call, Loss, Normalise, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope


def _is_distribution(x: Value) -> bool:
    """Whether the numbers are probabilities over the axis that is normalised again."""
    return (
        x.kind == "prob"
        and (
            x.has("normalised", "by-hand") or _is_of_log_softmax(x) or (x.has("documented") and "V" in x.axes)
        )
        and not x.reduced
        and x.pick in ("", "subset", "topk")
        and not x.has("scaled", "renormalised")
    )


def _is_of_log_softmax(x: Value) -> bool:
    """``log_softmax(z).exp()``: the whole distribution."""
    source = x.parts[0] if x.parts else None
    return (
        source is not None and source.kind == "logprob" and source.has("normalised") and x.axes[-1:] == ("V",)
    )


def _is_exponential(x: Value) -> bool:
    """Whether the probabilities of a few candidates are exponentials of their log-probs."""
    return x.has("geometric", "joint") or (x.pick == "alternative" and not x.has("scaled", "renormalised"))


def check(event: Normalise | Loss | Call, at: Reporter) -> None:
    if isinstance(event, Call):
        _check_keras(event, at)
        return
    x = event.x
    if isinstance(event, Normalise):
        if _is_distribution(x) and not x.has("over-candidates"):
            _report(event, f"{event.function} of probabilities: they were normalised already", x, at)
        elif x.kind == "prob" and _is_exponential(x) and not x.has("by-name"):
            _report(event, f"{event.function} of probabilities: divide them by their sum instead", x, at)
        return
    takes_logits = event.function in ("cross_entropy", "perplexity_metric") or (
        event.function == "categorical" and event.reduction == "logits"
    ) or (event.function == "keras_cross_entropy" and _is_true(event.options.get("from_logits")))  # fmt: skip
    if takes_logits and _is_distribution(x):
        _report(
            event,
            f"{event.function.replace('_', ' ')} applies softmax itself: pass logits, not probabilities",
            x,
            at,
        )


def _check_keras(event: Call, at: Reporter) -> None:
    """A Keras loss that applies softmax, given to a model whose output layer applies it too."""
    made = event.name.rpartition(".")[2] in ("SparseCategoricalCrossentropy", "CategoricalCrossentropy")
    if not made or not _is_true(event.keywords.get("from_logits")):
        return
    softmax = at.module.says(r"Dense\([^()]*activation\s*=\s*[\"']softmax[\"']")
    mixed = at.module.says(
        r"from_logits\s*=\s*False|Crossentropy\(\s*\)|Dense\((?:(?!activation)[^()])*\)|activation\s*=\s*None"
    )
    if softmax and not mixed:
        at.report(
            event.node,
            "the output layer applies softmax, and the loss with from_logits=True does so again",
            trust=LIKELY,
        )


def _is_true(value: Value | None) -> bool:
    return value is not None and value.const is True


def _report(event: Normalise | Loss, message: str, x: Value, at: Reporter) -> None:
    row = next((step.row for step in x.steps if step.what.startswith("softmax")), None)
    at.report(
        event.node, message + (f" (softmax in row {row})" if row else ""), x, trust=max(x.trust, LIKELY)
    )


_SOFTMAXES = (
    "torch.softmax",
    "torch.nn.functional.softmax",
    "torch.special.softmax",
    "tensorflow.nn.softmax",
    "jax.nn.softmax",
    "scipy.special.softmax",
)
_LOGITS = ("input", "logits", "preds", "y_pred")


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """The loss of the logits themselves, where the softmax stands in its argument."""
    import libcst as cst

    if not isinstance(node, cst.Call) or _softmax_input(node, scope) is not None:
        return None
    for position, arg in enumerate(node.args):
        inner = (
            _softmax_input(arg.value, scope) if arg.keyword is None or arg.keyword.value in _LOGITS else None
        )
        if inner is not None:
            return node.with_changes(
                args=[*node.args[:position], arg.with_changes(value=inner), *node.args[position + 1 :]]
            )
        if arg.keyword is None:
            return None  # what comes after the first is the target
    return None


def _softmax_input(node: cst.BaseExpression, scope: Scope) -> cst.BaseExpression | None:
    """What softmax is called on, by function or by method; None for anything else."""
    import libcst as cst

    if not isinstance(node, cst.Call) or not node.args or node.args[0].star:
        return None
    if scope.name(node.func) in _SOFTMAXES:
        return node.args[0].value if node.args[0].keyword is None else None
    func, first = node.func, node.args[0]
    axis = first.keyword is not None or isinstance(first.value, (cst.Integer, cst.UnaryOperation))
    if isinstance(func, cst.Attribute) and func.attr.value == "softmax" and axis and not scope.name(func):
        return func.value
    return None


FIX = Fix("unsafe", "Remove the softmax in the loss's argument", _rewrite)

WRONG = (
    """
import numpy as np
from scipy.special import softmax

def weights(reply):
    entry = reply.choices[0].logprobs.content[0]
    return softmax([np.exp(alt.logprob) for alt in entry.top_logprobs])  # <- SEQ106
""",
    """
import keras
from keras import layers

WORDS_IN_VOCAB = 5000

def build():
    x = keras.Input((None,), dtype="int32")
    h = layers.GRU(64, return_sequences=True)(layers.Embedding(WORDS_IN_VOCAB, 64)(x))
    return keras.Model(x, layers.Dense(WORDS_IN_VOCAB, activation="softmax")(h))

def surprise(y, guess):
    return keras.losses.sparse_categorical_crossentropy(y, guess, from_logits=True)  # <- SEQ106

net = build()
print(surprise(rows[:, 1:], net(rows[:, :-1])))
""",
    """
import torch
from torch.distributions import Categorical

class Speaker:
    def allowed(self, ids, legal):
        z = self.lm(ids).logits[:, -1].masked_fill(~legal, float("-inf"))
        return z.log_softmax(-1)

    def speak(self, ids, legal):
        share = self.allowed(ids, legal).exp()
        return Categorical(logits=share).sample()  # <- SEQ106
""",
    """
import torch.nn.functional as F

def loss(logits, targets):
    return F.cross_entropy(F.softmax(logits, dim=-1), targets)  # <- SEQ106
""",
    """
import torch

def sample_logprob(logits, actions):
    p = torch.softmax(logits, dim=-1)
    return torch.distributions.Categorical(logits=p).log_prob(actions)  # <- SEQ106
""",
    """
import torch.nn as nn

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.softmax = nn.Softmax(dim=1)
        self.criterion = nn.CrossEntropyLoss()

    def step(self, logits, y):
        probs = self.softmax(logits)
        return self.criterion(probs, y)  # <- SEQ106
""",
    """
from torch import nn

model = nn.Sequential(nn.Linear(64, 1000), nn.Softmax(dim=-1))
criterion = nn.CrossEntropyLoss()

def step(x, y):
    out = model(x)
    return criterion(out, y)  # <- SEQ106
""",
    """
import tensorflow as tf
import tensorflow_probability as tfp

def logprob(logits, tokens):
    return tfp.distributions.Categorical(tf.nn.softmax(logits)).log_prob(tokens)  # <- SEQ106
""",
    """
import tensorflow as tf

def loss(labels, logits):
    p = tf.nn.softmax(logits)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=p)  # <- SEQ106
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import softmax
from torch.distributions import Categorical

def weights(reply):
    entry = reply.choices[0].logprobs.content[0]
    return softmax([alt.logprob for alt in entry.top_logprobs])

def speak(lm, ids):
    lp = lm(ids).logits[:, -1].log_softmax(-1)
    return Categorical(logits=lp).sample(), Categorical(probs=lp.exp()).entropy()
""",
    """
import torch.nn.functional as F

def distill(student_logits, teacher_logits):
    return F.cross_entropy(student_logits, F.softmax(teacher_logits, dim=-1))
""",
    """
import torch

def sample_logprob(logits, actions):
    p = torch.softmax(logits, dim=-1)
    return torch.distributions.Categorical(probs=p).log_prob(actions)
""",
    """
import torch

def choices(token_logprobs):
    return torch.softmax(torch.log_softmax(token_logprobs, -1), -1)
""",
    """
import torch
import torch.nn.functional as F

class Pool(torch.nn.Module):
    def forward(self, layers, y):
        w = F.softmax(self.layer_weights, dim=-1)
        pooled = (layers * w.view(-1, 1, 1)).sum(0)
        return F.cross_entropy(self.classifier(pooled), y)
""",
    """
import torch.nn.functional as F

def loss(logits, targets):
    return F.nll_loss(F.log_softmax(logits, dim=-1), targets)
""",
)

RULE = Rule(
    "SEQ106",
    (
        ("softmax", "Softmax", "exp"),
        (
            "softmax",
            "Softmax",
            "cross_entropy",
            "CrossEntropy",
            "crossentropy",
            "ategorical",
            "erplexity",
        ),
    ),
    (Normalise, Loss, Call),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    FIX,
)  # fmt: skip
