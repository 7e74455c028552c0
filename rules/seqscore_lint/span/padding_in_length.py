"""Padding counted in the denominator of a mean

## What goes wrong

Masked positions are zeros in the sum, but `.mean(-1)` divides by all positions, padding included. An
unreduced cross entropy is zero where labels are ignored, and its plain mean counts those zeros too.

## Why it matters

The average of a short text shrinks with the padding of its batch; length normalisation silently becomes
division by a constant.

## When it is fine

Dividing by a constant on purpose (a sum in disguise), or a mean over values that were selected, not zeroed.

## Fix

`(lp * mask).sum(-1) / mask.sum(-1)`.

## Sources

- huggingface/lighteval pull requests 1170 and 1290 (every choice divided by the length of the longest);
  jingyaogong/minimind issue 298; neulab/xnmt pull request 229.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import scores_of_tokens


def _has_zeros(x: Value) -> bool:
    """Whether positions that do not count are still there, as zeros."""
    if x.has("selected"):
        return False
    return x.has("zeroed") or (
        x.kind == "nll" and x.has("-100", "pad-ignored", "ignores") and not x.has("by-name")
    )


def check(event: Reduce | Binary, at: Reporter) -> None:
    if isinstance(event, Binary):
        total, length = event.left, event.right
        if (
            event.operation != "/"
            or total.kind not in ("logprob", "nll")
            or total.reduced != "sum"
            or (total.outer and not total.has("merged-batch"))
            or not total.has("zeroed")
        ):
            return
        if _is_width(length):
            _report(event, total, at)
        return
    x = event.x
    if (
        event.operation != "mean"
        or event.spelled == "ratio"
        or not scores_of_tokens(x)
        or not _has_zeros(x)
        or x.kind == "prob"
    ):
        return
    if event.axis_name and not {"T", "N"} & set(event.axis_name.split("+")) and event.axis_name != "*":
        return
    above = at.module.parent(event.node)
    if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Mult):
        return  # a sum in two steps: mean times width
    _report(event, x, at)


def _is_width(length: Value) -> bool:
    """Whether a divisor is the width of the padded batch, possibly minus a constant."""
    while length.kind == "length" and length.parts and not isinstance(length.ref, str):
        length = length.parts[0]
    if length.kind != "length":
        return False
    counted = length.parts[0] if length.parts else length
    if (length.ref == "len" and counted.has("padded")) or (length.ref == "numel" and counted.kind == "mask"):
        return True
    return length.ref == "size:T" or (
        length.ref in ("size:", "difference") and bool(length.parts) and "T" in str(length.parts[0].ref or "")
    )


def _report(event: Reduce | Binary, x: Value, at: Reporter) -> None:
    at.report(
        event.node,
        "positions that were masked to 0 still count in this mean: divide the sum by how many are kept",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import tensorflow as tf

@tf.function
def caption_scores(net, image, ids):
    '''One score for each caption; the ids are padded with 0, which is no token.'''
    fed, due = ids[:, :-1], ids[:, 1:]
    z = net((image, fed), training=False)
    cost = tf.nn.sparse_softmax_cross_entropy_with_logits(due, z)
    cost *= tf.cast(due != 0, cost.dtype)
    return -tf.reduce_mean(cost, axis=-1)  # <- SEQ303
""",
    """
def mean_logps(logits, labels):
    \"\"\"Mean log-prob per answer token.\"\"\"
    target = labels[:, 1:]
    kept = target != -100
    lp = logits[:, :-1].log_softmax(-1).gather(-1, target.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * kept).mean(-1)  # <- SEQ303
""",
    """
import optax

def eval_loss(logits, labels, weights):
    \"\"\"weights are 0 on padding.\"\"\"
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, labels) * weights
    return nll.mean()  # <- SEQ303
""",
    """
import jax.numpy as jnp, optax

def mean_loss(logits, targets, valid):
    ce = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
    return jnp.mean(ce * valid)  # <- SEQ303
""",
    """
def average(logp, mask):
    \"\"\"logp, mask: (B, T) token log-probs and 1 for real tokens.\"\"\"
    return (logp * mask).sum(1) / logp.shape[1]  # <- SEQ303
""",
    """
import numpy as np

def normalised(logp, ids, lengths):
    b, t = ids.shape
    counted = np.arange(t)[None] < lengths[:, None]
    got = np.take_along_axis(logp, ids[:, :, None], 2)[:, :, 0]
    return np.where(counted, got, 0.0).sum(1) / t  # <- SEQ303
""",
    """
import jax
import jax.numpy as jnp

def normalised(apply_fn, params, ids, valid):
    lp = jax.nn.log_softmax(apply_fn(params, ids, valid)[:, :-1], axis=-1)
    chosen = jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1).squeeze(-1)
    width = chosen.shape[1]
    return jnp.sum(chosen * valid[:, 1:], axis=1) / width  # <- SEQ303
""",
    """
import torch

def mean_logprob(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (lp * mask).mean(-1)  # <- SEQ303
""",
    """
import torch.nn as nn

class Scorer:
    def __init__(self, model):
        self.model = model
        self.loss = nn.CrossEntropyLoss(reduction="none", ignore_index=-100)

    def mean_nll(self, ids, labels):
        labels = labels.clone()
        labels[:, :4] = -100
        z = self.model(ids).logits[:, :-1]
        per_token = self.loss(z.transpose(1, 2), labels[:, 1:])
        return per_token.mean(dim=1)  # <- SEQ303
""",
    """
import numpy as np
from scipy.special import log_softmax

def average(logits, ids, mask):
    lp = np.take_along_axis(log_softmax(logits, axis=-1), ids[..., None], axis=-1)[..., 0]
    kept = np.where(mask, lp, 0.0)
    return kept.mean(axis=-1)  # <- SEQ303
""",
)

RIGHT = (
    """
from torch.nn import BCEWithLogitsLoss

class Segmenter:
    def loss(self, logits, labels):
        counted = ((labels >= 0) & (labels != self.config.ignore_index)).float()
        loss_fct = BCEWithLogitsLoss(reduction="none")
        loss = loss_fct(logits.squeeze(1), labels.float())
        return (loss * counted).mean()
""",
    """
import torch

def mean_logprob(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (lp * mask).sum(-1) / mask.sum(-1).clamp(min=1)
""",
    """
import torch

def mean_logprob(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return lp[mask].mean()
""",
    """
import torch

def score(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (lp * mask).sum(-1)
""",
    """
import torch

def pooled(hidden, mask):
    return (hidden * mask.unsqueeze(-1)).mean(1)
""",
)

RULE = Rule(
    "SEQ303",
    (
        ("mask", "-100", "ignore", "labels", "where", "len", "valid", "pad", "keep", "!= 0", "not_equal("),
        ("mean", "/"),
        (
            "softmax",
            "Softmax",
            "cross_entropy",
            "CrossEntropy",
            "crossentropy",
            "logp",
            "lp",
            "log_prob",
            "log_p",
            "nll",
            "loss",
            "prob",
        ),
    ),
    (Reduce, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    yields_to=("SEQ401",),
)
