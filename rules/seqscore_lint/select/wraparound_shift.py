"""A shift made with roll, so the first token is scored in the last place

## What goes wrong

`roll(ids, -1)` moves the first token to the end: the last position, which predicts nothing that is known, is scored
against the beginning of the text.

## Why it matters

One wrong term in every sequence, a large one, since the beginning is a poor guess for what follows the end.

## When it is fine

When the last label is overwritten with the ignored index, or masked out, afterwards.

## Fix

Slice: `logits[:, :-1]` with `ids[:, 1:]`.

## Sources

- numpy documentation, roll: elements that roll beyond the last position are re-introduced at the first.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Loss, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import scores_of_tokens


def check(event: Loss | Reduce, at: Reporter) -> None:
    ids, x = _scored(event)
    if ids is None or ids.has("-100", "partly-ignored", "last-set", "cut-back", "clamped"):
        return
    if at.module.says(r"\[[^\]\n]*-1\]\s*=\s*(?:0|false|-100|ignore|pad)"):
        return  # the last position is taken out of a mask
    if (
        x.has("cut-front" if ids.kind == "logit" else "cut-back", "masked-otherwise")
        or _is_weighted(x)
        or _leaves_out(event.node)
    ):
        return
    at.report(
        ids.made if ids.made is not None and ids.made is not event.node else event.node,
        "roll brings the first token to the last place, where it is scored: slice, or ignore the last label",
        trust=LIKELY,
    )


def _is_weighted(x: Value) -> bool:
    """Whether the scores were multiplied by something that is, or may be, 0 in the last place."""
    return x.has("scaled") and any(not part.known or part.has("filled", "zeroed") for part in x.parts)


def _leaves_out(node: ast.AST) -> bool:
    """``ce.sum(where=…)``, ``average(ce, weights=…)``"""
    return isinstance(node, ast.Call) and any(k.arg in ("where", "weights") for k in node.keywords)


def _scored(event: Loss | Reduce) -> tuple[Value | None, Value]:
    """The rolled token ids that are scored, all of them added up, and what they are scored by."""
    if isinstance(event, Loss):
        ids = event.target if event.target.kind == "ids" and event.target.has("rolled") else None
        known = event.x.kind in ("logit", "prob", "logprob", "?") and event.reduction in ("mean", "sum")
        return (ids if known else None), event.x
    x = event.x
    if event.operation not in ("sum", "mean") or not x.has("rolled") or not scores_of_tokens(x):
        return None, x
    return _rolled(x), x


def _rolled(x: Value, depth: int = 8) -> Value | None:
    """The rolled token ids that scores were looked up with, or the rolled distributions that they were looked up in."""
    for part in x.parts:
        if part.has("rolled") and (
            part.kind == "ids" or (part.kind in ("logit", "int", "?") and part.made is not None)
        ):
            return part
        found = _rolled(part, depth - 1) if depth and part.has("rolled") else None
        if found is not None:
            return found
    return None


WRONG = (
    """
import jax.numpy as jnp
import optax

def total_in_bits(logits, tokens):
    target = jnp.roll(tokens, -1, axis=1)  # <- SEQ206
    return (optax.softmax_cross_entropy_with_integer_labels(logits, target) * 1.442695).sum()
""",
    """
import torch
import torch.nn.functional as F

def page_nll(model, tok, page):
    x = tok(page, return_tensors="pt").input_ids[:, :1024]
    labels = x.roll(-1, dims=1)  # <- SEQ206
    return F.cross_entropy(model(x).logits[0], labels[0], reduction="none").mean().item()
""",
    """
import torch
import torch.nn.functional as F

def nll(lm, ids):
    following = torch.cat([ids[:, 1:], ids[:, :1]], dim=1)  # <- SEQ206
    return F.cross_entropy(lm(ids).logits.flatten(0, 1), following.flatten())
""",
    """
import torch
import torch.nn.functional as F

def byte_nll(net, data):
    x = torch.frombuffer(bytearray(data), dtype=torch.uint8).long()[None]
    target = x.roll(shifts=-1, dims=1)  # <- SEQ206
    return F.cross_entropy(net(x).mT, target, reduction="sum").item()
""",
    """
import torch
import torch.nn.functional as F

def lm_loss(model, input_ids):
    logits = model(input_ids).logits
    labels = torch.roll(input_ids, shifts=-1, dims=1)  # <- SEQ206
    return F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
""",
    """
import numpy as np
from scipy.special import log_softmax

def score(logits, ids):
    lp = log_softmax(logits, axis=-1)
    nxt = np.roll(ids, -1)  # <- SEQ206
    return np.take_along_axis(lp, nxt[:, None], axis=-1).sum()
""",
    """
import jax
import jax.numpy as jnp

def nll(logits, tokens):
    lp = jax.nn.log_softmax(logits)
    labels = jnp.roll(tokens, -1, axis=1)  # <- SEQ206
    return -jnp.take_along_axis(lp, labels[..., None], axis=-1).mean()
""",
    """
import torch

def token_scores(logits, ids):
    \"\"\"logits[t] predicts ids[t + 1].\"\"\"
    moved = logits.roll(1, dims=1)  # <- SEQ206
    return moved.log_softmax(-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import numpy as np

def nll(f, seq):
    seq = np.asarray(seq)
    following = np.concatenate([seq[1:], seq[:1]])  # <- SEQ206
    z = f(seq)
    z = z - z.max(-1, keepdims=True)
    lp = z - np.log(np.exp(z).sum(-1, keepdims=True))
    return -lp[np.arange(len(seq)), following].mean()
""",
    """
import numpy as np

class Probe:
    def __init__(self, forward, alphabet):
        self.forward = forward
        self.place = {c: i for i, c in enumerate(alphabet)}

    def surprisal(self, text):
        x = np.array([self.place[c] for c in text])
        z = self.forward(x)
        lp = z - np.log(np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True)) - z.max(-1, keepdims=True)
        y = np.roll(x, -1)  # <- SEQ206
        return -lp[np.arange(len(x)), y].sum()
""",
)

RIGHT = (
    """
import jax.numpy as jnp
import optax

def total(logits, tokens):
    ce = optax.softmax_cross_entropy_with_integer_labels(logits, jnp.roll(tokens, -1, axis=1))
    counts = jnp.ones(tokens.shape, jnp.float32).at[:, -1].set(0.0)
    return (ce * counts).sum(), counts.sum()
""",
    """
import jax.numpy as jnp
import optax

def total(logits, tokens):
    ce = optax.softmax_cross_entropy_with_integer_labels(logits, jnp.roll(tokens, -1, axis=1))
    return jnp.sum(ce, where=jnp.arange(tokens.shape[1]) < tokens.shape[1] - 1)
""",
    """
import jax.numpy as jnp
import optax

def total_nll(net, rows):
    logits = net(rows)
    following = jnp.roll(rows, -1, axis=-1)
    weight = jnp.ones(rows.shape).at[..., -1].set(0)
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, following)
    return jnp.sum(losses * weight), jnp.sum(weight)
""",
    """
import numpy as np
from scipy.special import log_softmax

def block_nll(logits, block):
    following = np.roll(block, -1, axis=1)
    counted = np.concatenate([np.ones_like(block[:, :-1]), np.zeros_like(block[:, :1])], axis=1)
    lp = np.take_along_axis(log_softmax(logits, axis=-1), following[..., None], axis=-1)[..., 0]
    return -(lp * counted).sum() / counted.sum()
""",
    """
import jax
import jax.numpy as jnp

def loss(apply, params, tokens, weights):
    lp = jax.nn.log_softmax(apply(params, tokens))
    labels = jnp.roll(tokens, -1, axis=1)
    picked = jnp.take_along_axis(lp, labels[..., None], axis=-1)[..., 0]
    return -(picked * weights).sum() / weights.sum()
""",
    """
import torch
import torch.nn.functional as F

def nll(model, tokens, valid):
    labels = torch.roll(tokens, -1, dims=1)
    counted = torch.roll(valid, -1, dims=1).bool()
    counted[:, -1] = False
    losses = F.cross_entropy(model(tokens).logits.mT, labels, reduction="none")
    return torch.where(counted, losses, 0.0).sum(1)
""",
    """
import torch
import torch.nn.functional as F

def lm_loss(model, input_ids):
    logits = model(input_ids).logits
    labels = torch.roll(input_ids, shifts=-1, dims=1)
    labels[:, -1] = -100
    return F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
""",
    """
import numpy as np
from scipy.special import log_softmax

def score(logits, ids):
    lp = log_softmax(logits, axis=-1)
    nxt = np.roll(ids, -1)
    return np.take_along_axis(lp[:-1], nxt[:-1, None], axis=-1).sum()
""",
    """
import numpy as np

def circular_difference(signal):
    return np.roll(signal, -1) - signal
""",
    """
def token_scores(logits, ids):
    moved = logits.roll(1, dims=1).log_softmax(-1)
    return moved.gather(-1, ids.unsqueeze(-1)).squeeze(-1)[:, 1:].sum(-1)
""",
)

RULE = Rule("SEQ206", (("roll", "cat(", "concat"),), (Loss, Reduce), check, WRONG, RIGHT, __doc__ or "")
