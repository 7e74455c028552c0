"""Loss mask sliced [:, :-1] while its targets are [:, 1:]

## What goes wrong

After the shift, entry i of the token scores belongs to token i + 1. A mask cut at its end belongs to token i: the
last token of the prompt, or the first of the padding, is scored, and the last real token is lost.

## Why it matters

The error is one token at each border, small enough to pass for noise and large enough to turn rankings of short
answers.

## When it is fine

Masks that mark the predicting position already, or that multiply inputs (hidden states) rather than targets.

## Fix

Slice the mask like the targets: `mask[:, 1:]`.

## Sources

- logits[t] predicts token[t+1]: whatever belongs to the target is sliced [1:].
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Call, Mask, Reporter, Subscript
from seqscore_lint.flow.operations.subscripts import CUT
from seqscore_lint.flow.steps import taken_at
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def _is_mask(value: Value) -> bool:
    return value.kind == "mask" or (not value.known and names.speaks_of_mask(value.ref))


def _is_misaligned(score: Value, mask: Value) -> bool:
    if not _is_mask(mask) or score.kind not in ("logprob", "nll", "logit", "prob") or score.level != "token":
        return False
    if score.pos is not None and mask.pos is not None and score.axes == ():
        return score.pos.minus(mask.pos) == 1 and mask.has("cut-back") and not mask.has("cut-front")
    if score.span is None or mask.span is None or mask.has("zeroed", "filled", "joined"):
        return False
    if mask.has("by-position") and any(part.has("-1") for part in mask.parts[1:]):
        return False  # arange(T) >= start - 1: the positions of the logits are meant
    offset = score.span.start.minus(mask.span.start)
    return offset == 1 and mask.has("cut-back") and not mask.has("cut-front")


_OF_PREDICTORS = re.compile(
    r"predicting|positions? (?:that|which) predict|mask\w*\[t\][^.]{0,120}t ?\+ ?1", re.IGNORECASE
)
"""Where a documentation says that a mask marks the positions whose logits count."""


def check(event: Binary | Subscript | Call | Mask, at: Reporter) -> None:
    if isinstance(event, Mask):
        pairs = [(event.x, event.mask)]
    elif isinstance(event, Binary):
        pairs = [(event.left, event.right), (event.right, event.left)] if event.operation == "*" else []
    elif isinstance(event, Subscript):
        pairs = [(event.base, event.index)]
    elif event.name in (".masked_fill", ".masked_select") and event.args:
        pairs = [(event.receiver, event.args[0])]
    elif (
        event.name
        in ("torch.where", "numpy.where", "jax.numpy.where", "tensorflow.where", "masked_mean", "masked_sum")
        and len(event.args) > 1
    ):
        pairs = [(event.args[1], event.args[0]), (event.args[0], event.args[1])]
    else:
        return
    for score, mask in pairs:
        if _is_misaligned(score, mask) and not _OF_PREDICTORS.search(at.function.doc):
            at.report(
                _where_cut(mask, event.node, at),
                "the scores belong to tokens [1:], the mask to tokens [:-1]: slice the mask like the targets",
                score,
                trust=LIKELY,
            )
            return


def _where_cut(mask: Value, node: ast.AST, at: Reporter) -> ast.AST:
    """Where the mask was cut, if that is a statement of its own."""
    cut = taken_at(mask, CUT, at.function.node)
    parents = at.module.ancestors(cut) if cut is not None else ()
    statement = next((parent for parent in parents if isinstance(parent, ast.stmt)), None)
    return cut if cut is not None and isinstance(statement, (ast.Assign, ast.AnnAssign)) else node


WRONG = (
    """
import torch

def reply_score(model, batch):
    lp = model(batch.input_ids, attention_mask=batch.attention_mask).logits[:, :-1].log_softmax(-1)
    got = lp.gather(-1, batch.input_ids[:, 1:, None])[..., 0]
    counted = (batch.response * batch.real)[:, :-1]  # <- SEQ203
    return (got * counted).sum(-1)
""",
    """
def row_score(lm, ids, mask):
    lp = lm(ids[None]).logits[0].log_softmax(-1)
    tok = lp[:-1].gather(1, ids[1:, None])[:, 0]
    total = 0.0
    for value, m in zip(tok, mask[:-1]):
        total += value * m  # <- SEQ203
    return total
""",
    """
def score(model, ids, am):
    lp = model(ids, attention_mask=am).logits[:, :-1].log_softmax(-1)
    tok = lp.gather(-1, ids[:, 1:, None])[..., 0]
    return tok.masked_fill(am[:, :-1] == 0, 0.0).sum(-1)  # <- SEQ203
""",
    """
import numpy as np
from scipy.special import log_softmax

def reply_logprob(scores, ids, start, pad):
    lp = log_softmax(scores[:, :-1], axis=-1)
    gold = ids[:, 1:]
    got = np.take_along_axis(lp, gold[..., None], axis=-1)[..., 0]
    replied = np.arange(ids.shape[1])[None, :] >= start[:, None]
    return np.where(replied[:, :-1] & (gold != pad), got, 0.0).sum(axis=1)  # <- SEQ203
""",
    """
import tensorflow as tf

def batch_nll(model, ids, mask):
    logits = model(ids, training=False)
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=logits[:, :-1])
    return tf.reduce_sum(ce * mask[:, :-1])  # <- SEQ203

def corpus_nll(model, dataset):
    return sum(float(batch_nll(model, ids, mask)) for ids, mask in dataset)
""",
    """
import torch

def score(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    lp = torch.log_softmax(logits, -1).gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return (lp * attention_mask[:, :-1]).sum(-1)  # <- SEQ203
""",
    """
import torch.nn.functional as F

def nll(model, ids, mask):
    z = model(ids).logits[:, :-1]
    loss = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    kept = mask[:, :-1]  # <- SEQ203
    return (loss * kept).sum(1)
""",
    """
import torch

def completion_logps(logits, input_ids, completion_mask):
    targets = input_ids[:, 1:]
    lps = torch.log_softmax(logits[:, :-1], dim=-1).gather(2, targets.unsqueeze(2)).squeeze(2)
    return lps.masked_fill(completion_mask[:, :-1] == 0, 0.0).sum(1)  # <- SEQ203
""",
    """
from dataclasses import dataclass

import torch
import torch.nn.functional as F

@dataclass
class Pair:
    ids: torch.Tensor
    resp: torch.Tensor

def response_logp(lm, pair: Pair):
    logits = lm(input_ids=pair.ids).logits
    nll = F.cross_entropy(logits[:, :-1].transpose(1, 2), pair.ids[:, 1:], reduction="none")
    return -(nll * pair.resp[:, :-1].to(nll.dtype)).sum(dim=-1)  # <- SEQ203
""",
)

RIGHT = (
    """
import torch

def reply_score(model, batch):
    lp = model(batch.input_ids, attention_mask=batch.attention_mask).logits[:, :-1].log_softmax(-1)
    got = lp.gather(-1, batch.input_ids[:, 1:, None])[..., 0]
    counted = (batch.response * batch.real)[:, 1:]
    return (got * counted).sum(-1)
""",
    """
import torch

def row_logprobs(lm, tok, lines):
    batch = tok(lines, padding=True, return_tensors="pt")
    real = batch.attention_mask.bool()
    lp = lm(**batch).logits[:, :-1].log_softmax(-1)
    lp = lp.gather(-1, batch.input_ids[:, 1:, None])[..., 0]
    counted = real[:, 1:] & real[:, :-1]
    return torch.where(counted, lp, 0.0).sum(-1)
""",
    """
def row_score(lm, ids, mask):
    lp = lm(ids[None]).logits[0].log_softmax(-1)
    tok = lp[:-1].gather(1, ids[1:, None])[:, 0]
    return sum(value * m for value, m in zip(tok, mask[1:]))
""",
    """
import numpy as np
from scipy.special import log_softmax

def reply_logprob(scores, ids, start):
    lp = log_softmax(scores[:, :-1], axis=-1)
    got = np.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]
    predicts_reply = np.arange(ids.shape[1])[None, :] >= start[:, None] - 1
    return np.where(predicts_reply[:, :-1], got, 0.0).sum(axis=1)
""",
    """
import torch

def score(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    lp = torch.log_softmax(logits, -1).gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return (lp * attention_mask[:, 1:]).sum(-1)
""",
    """
import torch

def pooled(hidden, attention_mask):
    h = hidden[:, :-1]
    m = attention_mask[:, :-1, None]
    return (h * m).sum(1) / m.sum(1)
""",
    """
import torch

def score(logits, tokens, mask):
    lp = torch.log_softmax(logits, -1).gather(-1, tokens[..., None]).squeeze(-1)
    return (lp * mask).sum(-1)
""",
    """
import torch.nn.functional as F

def nll(model, ids, mask):
    z = model(ids).logits[:, :-1]
    loss = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    return (loss * mask[:, 1:]).sum(1)
""",
    """
def answer_score(model, ids, mask):
    \"\"\"mask[t] = 1 where the logits at t predict a token of the answer, ids[t + 1].\"\"\"
    lp = model(ids).logits[:, :-1].log_softmax(-1)
    token_lp = lp.gather(-1, ids[:, 1:, None])[..., 0]
    return (token_lp * mask[:, :-1]).sum(1)
""",
)

RULE = Rule("SEQ203", ((":-1",), ("softmax", "Softmax", "cross_entropy", "CrossEntropy", "crossentropy", "logp", "lp", "log_prob", "nll", "NLL", "loss", "prob", "logsumexp")), (Binary, Subscript, Call, Mask), check,
            WRONG, RIGHT, __doc__ or "")  # fmt: skip
