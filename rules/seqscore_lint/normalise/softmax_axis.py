"""Normalised over the time or batch axis instead of the vocabulary axis

## What goes wrong

softmax over axis 1 of logits [B, T, V] makes the entries of one vocabulary item sum to 1 over the
positions. Each position's distribution over the vocabulary is not normalised at all.

## Why it matters

The values are between 0 and 1 and look like probabilities, their logs like log-probabilities, and scores
depend on how long the text is.

## When it is fine

Axis 1 of two-dimensional logits [B, C] or [T, V], where it is the last; the sequence axis of span logits in
question answering; attention. The rule speaks only where the rank is known.

## Fix

`dim=-1`.

## Sources

- A language model's distribution: sum over v of p(v | context) = 1.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Normalise, Reporter, Select, Subscript
from seqscore_lint.flow.values import LIKELY, Value, axis_index
from seqscore_lint.rule import Rule

_NAMES = {"T": "time", "B": "batch", "N": "token"}


def check(event: Normalise | Subscript | Select | Binary, at: Reporter) -> None:
    if isinstance(event, Normalise):
        _normalised(event, at)
    elif isinstance(event, Subscript):
        _whole_array(event, at)
    elif isinstance(event, Select):
        _selected(event, at)
    else:
        _by_hand(event, at)


def _normalised(event: Normalise, at: Reporter) -> None:
    """softmax and log_softmax of logits whose rank is known."""
    x = event.x
    if x.kind not in ("logit", "logprob") or "V" not in x.axes or x.domain == "classifier":
        return
    if not event.axis_given or event.axis is None:
        if event.library == "scipy" and not event.axis_given and not at.loops and {"T", "B"} & set(x.axes):
            at.report(event.node, _WHOLE, x, trust=LIKELY)
        return
    position = axis_index(x.axes, event.axis)
    if _may_be_classes(x) and event.axis == 1:
        return
    if position is None or x.axes[position] not in _NAMES or (x.has("by-name") and x.axes[:1] == ("*",)):
        return
    at.report(
        event.node,
        f"normalised over the {_NAMES[x.axes[position]]} axis of [{', '.join(x.axes)}]: "
        "the vocabulary is the last, dim=-1",
        x,
        trust=2 if x.domain == "causal" and not x.has("by-name") else LIKELY,
    )


def _may_be_classes(x: Value) -> bool:
    """Whether logits [B, V] of a classifier may be meant: nothing says what the model is."""
    made = any(step.what == "forward pass" for step in x.steps)
    return made and not x.domain and x.axes == ("B", "T", "V") and not x.has("ranked")


def _whole_array(event: Subscript, at: Reporter) -> None:
    """A result of scipy's softmax without an axis that is indexed along two axes is a matrix."""
    base = event.base
    if (
        not base.has("whole-array")
        or base.made is None
        or base.reduced
        or not isinstance(event.node.slice, ast.Tuple)
    ):
        return
    cuts = [
        part for part in event.node.slice.elts if not (isinstance(part, ast.Constant) and part.value is None)
    ]
    if len(cuts) > 1:
        at.report(base.made, _WHOLE, trust=LIKELY)


def _selected(event: Select, at: Reporter) -> None:
    """How entries are taken tells the rank that was not known before: axis 1 of three is not the last."""
    x = event.x
    if x.kind not in ("prob", "logprob") or not isinstance(x.ref, int) or x.made is None or not x.parts:
        return
    if (
        not (x.parts[0].axes[:1] == ("*",) or _may_be_classes(x.parts[0]))
        or x.domain == "classifier"
        or event.result.pick not in ("chosen", "max")
    ):
        return
    rank = _rank(event)
    if rank > 1 and x.ref % rank != rank - 1 and -rank <= x.ref < rank:
        at.report(
            x.made,
            f"normalised over axis {x.ref} of {rank}: the vocabulary, indexed later, is the last, dim=-1",
            x,
            trust=LIKELY,
        )


def _rank(event: Select) -> int:
    """The number of axes of what entries are taken from; 0 where it is not known."""
    if event.how == "gather":
        if "*" not in event.index.axes and event.index.kind == "ids":
            return len(event.index.axes)
        return 3 if event.axis == 2 else 0
    indices = event.node.slice if isinstance(event.node, ast.Subscript) else None
    if not isinstance(indices, ast.Tuple) or any(
        isinstance(i, (ast.Constant, ast.Starred)) for i in indices.elts
    ):
        return 0
    diagonal = len({ast.unparse(index) for index in indices.elts}) < len(indices.elts)
    return 0 if diagonal else len(indices.elts)


def _by_hand(event: Binary, at: Reporter) -> None:
    """``x - logsumexp(x, 1)`` and ``e / e.sum(1)`` where the vocabulary is still there after the sum."""
    left, right = event.left, event.right
    partition = (right.kind == "logit" and right.reduced == "logsumexp") or right.kind == "logz"
    log = event.operation == "-" and left.kind == "logit" and partition
    ratio = event.operation == "/" and left.kind == "weight" and right.kind == "partition"
    if not (log or ratio) or "V" not in left.axes or "*" in left.axes or left.has("of-unknown"):
        return
    whole = right.axes == () and {"T", "B"} & set(left.axes)
    if ("V" in right.axes or whole) and (right.kind == "logz" or _is_sum_of(right, left)):
        over = "the whole array" if whole else "an axis that is not the vocabulary"
        at.report(
            event.node,
            f"normalised over {over}: the vocabulary is the last, axis -1",
            left,
            right,
            trust=LIKELY,
        )


def _is_sum_of(total: Value, x: Value) -> bool:
    return any(part.vn == x.vn for part in total.parts)


_WHOLE = "scipy's softmax without an axis normalises over the whole array: axis=-1"

WRONG = (
    """
import jax, jax.numpy as jnp

def eval_step(apply_fn, params, tokens, weights):
    logits = apply_fn({"params": params}, tokens)
    batch, steps, vocab = logits.shape
    logp = jax.nn.log_softmax(logits, axis=1)  # <- SEQ104
    per_token = -jnp.sum(jax.nn.one_hot(tokens, vocab) * logp, axis=-1)
    return jnp.sum(per_token * weights), jnp.sum(weights)
""",
    """
import mlx.core as mx

def token_log_probs(lm, ids):
    logits = lm(ids)[:, :-1].astype(mx.float32)
    normalised = logits - mx.logsumexp(logits, axis=1, keepdims=True)  # <- SEQ104
    return mx.take_along_axis(normalised, ids[:, 1:, None], axis=-1)
""",
    """
import numpy as np

def logprob(z, ids):
    \"\"\"z: (T, V) logits.\"\"\"
    z = z - z.max(0, keepdims=True)
    logp = z - np.log(np.exp(z).sum(0, keepdims=True))  # <- SEQ104
    return logp[np.arange(len(ids) - 1), ids[1:]].sum()
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def logprobs(ids):
    return torch.log_softmax(lm(ids).logits, dim=1)  # <- SEQ104
""",
    """
import torch

def score(logits, targets):
    shifted = logits[:, :-1, :]
    p = shifted.softmax(1)  # <- SEQ104
    return p.gather(2, targets[:, 1:].unsqueeze(2)).squeeze(2)
""",
    """
import torch.nn as nn
from transformers import GPT2LMHeadModel

class Scorer:
    def __init__(self, name):
        self.lm = GPT2LMHeadModel.from_pretrained(name)
        self.norm = nn.LogSoftmax(dim=0)

    def __call__(self, ids):
        return self.norm(self.lm(ids).logits)  # <- SEQ104
""",
    """
import torch
import torch.nn.functional as F

def token_logprobs(logits, labels):
    logp = F.log_softmax(logits, dim=1)  # <- SEQ104
    return torch.gather(logp[:, :-1], 2, labels[:, 1:].unsqueeze(2)).squeeze(2)
""",
    """
import jax
import jax.numpy as jnp

def score(logits, targets):
    logp = jax.nn.log_softmax(logits, axis=0)  # <- SEQ104
    return logp[jnp.arange(len(targets)), targets].sum()
""",
    """
def score(model, ids):
    z = model(ids).logits[:, :-1]
    lp = z - z.logsumexp(dim=1, keepdim=True)  # <- SEQ104
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
)

RIGHT = (
    """
import torch
import torch.nn.functional as F

def contrastive(images, texts, scale):
    logits = scale * images @ texts.T
    own = torch.arange(len(logits))
    rows, columns = F.log_softmax(logits, dim=1)[own, own], F.log_softmax(logits, dim=0)[own, own]
    return -(rows.mean() + columns.mean()) / 2
""",
    """
import numpy as np
from scipy.special import log_softmax, logsumexp

class Chain:
    def __init__(self, states, symbols):
        self.start = log_softmax(np.zeros(states))
        self.move = log_softmax(np.zeros((states, states)), axis=1)
        self.emit = log_softmax(np.zeros((states, symbols)), axis=1)

    def loglik(self, seen):
        alpha = self.start + self.emit[:, seen[0]]
        for o in seen[1:]:
            alpha = logsumexp(alpha[:, None] + self.move, axis=0) + self.emit[:, o]
        return logsumexp(alpha)
""",
    """
import mlx.core as mx

def token_log_probs(lm, ids):
    logits = lm(ids)[:, :-1].astype(mx.float32)
    normalised = logits - mx.logsumexp(logits, axis=-1, keepdims=True)
    return mx.take_along_axis(normalised, ids[:, 1:, None], axis=-1)
""",
    """
import torch.nn.functional as F

def entailment(net, tok, premises, hypotheses):
    enc = tok(premises, hypotheses, padding=True, return_tensors="pt")
    return F.softmax(net(**enc).logits, dim=1)[:, 2]
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def logprobs(ids):
    return torch.log_softmax(lm(ids).logits, dim=2)
""",
    """
import torch
from transformers import AutoModelForSequenceClassification

clf = AutoModelForSequenceClassification.from_pretrained("m")

def probs(**batch):
    return torch.softmax(clf(**batch).logits, dim=1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def next_token(ids):
    return torch.softmax(lm(ids).logits[:, -1], dim=1)
""",
    """
import torch

def first_row(logits, ids):
    lp = torch.log_softmax(logits, dim=1)[0]
    return lp[ids].sum()
""",
    """
import torch

def stacked(rows, ids):
    lp = torch.stack([torch.log_softmax(logits, dim=0) for logits in rows])
    return lp[torch.arange(len(ids)), ids].sum()
""",
    """
def score(model, ids):
    z = model(ids).logits[:, :-1]
    lp = z - z.logsumexp(dim=2, keepdim=True)
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
import torch

def attention(scores):
    return torch.softmax(scores, dim=1)
""",
    """
import torch

def per_row(logits, ids):
    lp = torch.log_softmax(logits, dim=1)
    return lp[torch.arange(len(ids)), ids]
""",
)

RULE = Rule(
    "SEQ104",
    (("softmax", "Softmax", "logsumexp", "exp("),),
    (Normalise, Subscript, Select, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
