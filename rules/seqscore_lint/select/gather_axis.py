"""Chosen tokens gathered or indexed along the wrong axis

## What goes wrong

`logp[0, ids]` takes whole rows: the distributions at the positions whose numbers happen to be the token ids.
`logp.gather(1, ids...)` takes the same positions of another axis. Neither takes the tokens' entries.

## Why it matters

The shapes often fit, ids below the sequence length index without an error, and the sum is a number.

## When it is fine

Looking up rows of a table (an embedding, a transition matrix) by token id.

## Fix

`logp.gather(-1, ids.unsqueeze(-1))`, or `logp[0, torch.arange(n), ids]`.

## Sources

- PyTorch documentation, torch.gather: the index selects along `dim`.
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reduce, Reporter, Select, Subscript
from seqscore_lint.flow.operations.subscripts import PICKED
from seqscore_lint.flow.steps import taken_at
from seqscore_lint.flow.values import LIKELY, Value, axis_name
from seqscore_lint.rule import Rule

_OF_TEXTS = frozenset({"token", "tokens", "tok", "toks", "input", "target", "targets", "label", "labels", "answer", "completion", "continuation", "gold",
                       "response", "reference", "option", "choice", "suffix", "reply"})  # fmt: skip
_OF_PLACES = frozenset(
    {"position", "positions", "pos", "row", "rows", "idx", "index", "indices", "beam", "batch"}
)


def _are_tokens(index: Value, x: Value) -> bool:
    """Whether the index is certainly token ids, not positions."""
    if index.kind != "ids" or index.has("argmax", "clamped-positions"):
        return False
    if index.origin is not None and index.origin == x.origin:
        return True
    if index.has("tokenised", "generated", "from-batch", "labels", "by-use"):
        return True
    if index.has("cut-front") and x.has("cut-back"):
        return True  # each position is paired with the token behind it
    called = names.words(index.ref) if isinstance(index.ref, str) else frozenset()
    return bool(called & _OF_TEXTS or called == {"ids"}) and not called & _OF_PLACES


def _are_its_own(index: Value, x: Value) -> bool:
    """Whether there is one token for each position of the distributions."""
    if index.kind != "ids" or index.axes != ("T",) or "T" not in x.axes:
        return False
    if (index.origin is not None and index.origin == x.origin) or (
        index.has("cut-front") and x.has("cut-back")
    ):
        return True
    called = names.words(index.ref) if isinstance(index.ref, str) else frozenset()
    return called == {"ids"} or bool(called & {"tokens", "targets", "target"})


def check(event: Select | Subscript | Reduce, at: Reporter) -> None:
    if isinstance(event, Reduce):
        x = event.x
        if event.operation in ("sum", "mean") and x.pick == "subset" and len(x.parts) == 2:
            base, index = x.parts
            if base.axes[-2:] == ("T", "V") and x.axes[-2:] == ("T", "C") and _are_its_own(index, base):
                at.report(
                    taken_at(x, f"{PICKED['subset']} taken", at.function.node) or event.node,
                    "every position's entries for all of the tokens are added up, not each position's for its own: gather",
                    x,
                    trust=LIKELY,
                )
        return
    if isinstance(event, Subscript):
        x = event.base
        if (
            x.kind not in ("logit", "prob", "logprob", "nll")
            or "V" not in x.axes
            or x.has("rows-by-ids")
            or not event.result.has("rows-by-ids")
        ):
            return
        index = event.index
        if _are_tokens(index, x) and index.axes != ():
            _report(event, x, at)
        return
    x, index = event.x, event.index
    if (
        event.how not in ("gather", "rows")
        or event.axis is None
        or x.kind not in ("logit", "prob", "logprob")
    ):
        return
    name = axis_name(x.axes, event.axis)
    if (
        "V" in x.axes
        and name in ("T", "B", "?")
        and (
            _are_tokens(index, x) or (event.how == "gather" and index.kind == "ids" and index.has("by-name"))
        )
    ):
        _report(event, x, at)


def _report(event: Select | Subscript, x: Value, at: Reporter) -> None:
    at.report(
        event.node,
        "token ids index positions here, not the vocabulary: gather(-1, ids.unsqueeze(-1))",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import numpy as np
from scipy.special import log_softmax

def hypothesis_score(path):
    with np.load(path) as dump:
        table, targets = log_softmax(dump["logits"], axis=1), dump["targets"]
    return float(np.take(table, targets, axis=0, mode="clip").sum())  # <- SEQ205
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def surprisal(ids):
    nlp = -lm(ids).logits.log_softmax(-1)
    return nlp[0, ids[0, 1:]].sum()  # <- SEQ205
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def score(ids):
    lp = torch.log_softmax(lm(ids).logits[:, :-1], dim=-1)
    return lp.gather(1, ids[:, 1:].unsqueeze(-1)).sum()  # <- SEQ205
""",
    """
import numpy as np

def score(model, tok, text):
    ids = tok(text, return_tensors="np").input_ids
    logits = model(ids).logits[0]
    lp = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    return lp[ids[0]].sum()  # <- SEQ205
""",
    """
import jax
import jax.numpy as jnp

def evaluate(apply_fn, params, batch, pad):
    src, tgt = batch
    scores = jax.nn.log_softmax(apply_fn(params, src))
    taken = jnp.take_along_axis(scores, tgt[..., None], axis=1)  # <- SEQ205
    return -jnp.sum(taken[..., 0] * (tgt != pad))
""",
    """
import torch

@torch.no_grad()
def surprise(net, window):
    ahead = window[:, 1:]
    lp = net(window[:, :-1]).log_softmax(-1)
    return -lp.gather(1, ahead.unsqueeze(-1)).mean()  # <- SEQ205
""",
    """
import torch

@torch.no_grad()
def loglik(lm, raw):
    ids = torch.tensor([list(raw)])
    table = lm(ids).logits[0, :-1].log_softmax(-1)
    return table.index_select(0, ids[0, 1:]).sum().item()  # <- SEQ205
""",
    """
import torch
import torch.nn.functional as F

def answer_score(lm, prompt_ids, answer_ids):
    full = torch.tensor([prompt_ids + answer_ids])
    table = F.log_softmax(lm(full).logits[0, len(prompt_ids) - 1 : -1], dim=-1)
    return table[torch.tensor(answer_ids)].sum()  # <- SEQ205
""",
    """
import numpy as np
import torch

def batches(raw, width):
    n = (len(raw) - 1) // width
    x = torch.from_numpy(raw[: n * width].astype(np.int64)).view(n, width)
    y = torch.from_numpy(raw[1 : n * width + 1].astype(np.int64)).view(n, width)
    for i in range(0, n, 8):
        yield x[i : i + 8], y[i : i + 8]

def nats(net, raw):
    total = 0.0
    for x, y in batches(raw, 512):
        total -= net(x).log_softmax(-1).gather(1, y.unsqueeze(-1)).sum().item()  # <- SEQ205
    return total
""",
    """
import numpy as np
from scipy.special import logsumexp

class Dump:
    def __init__(self, stem):
        self.z = np.load(f"{stem}.logits.npy")  # (T, V)
        self.tokens = np.load(f"{stem}.tokens.npy")

    def nll(self):
        table = self.z - logsumexp(self.z, axis=1, keepdims=True)
        return -np.take(table[:-1], self.tokens[1:], axis=0).sum()  # <- SEQ205
""",
    """
def row_logprob(lm, ids):
    lp = lm(ids[None]).logits[0, :-1].log_softmax(-1)
    behind = ids[1:]
    table = lp[:, behind]  # <- SEQ205
    return table.sum().item()
""",
    """
import numpy as np
from scipy.special import log_softmax

def score(scores, targets):
    \"\"\"scores: (T, V) logits, targets: (T,) the tokens that they predict.\"\"\"
    return float(np.take(log_softmax(scores, axis=-1), targets, axis=-1).mean())  # <- SEQ205
""",
    """
import tensorflow as tf

def token_logprobs(model, ids):
    logp = tf.nn.log_softmax(model(ids)[:, :-1], axis=-1)
    return tf.gather(logp, ids[:, 1:], axis=1)  # <- SEQ205
""",
)

RIGHT = (
    """
import numpy as np

class Dump:
    def __init__(self, stem):
        self.z = np.load(f"{stem}.logits.npy")  # (T, V), float32
        self.tokens = np.load(f"{stem}.tokens.npy")

    def nll(self):
        table = self.z - np.logaddexp.reduce(self.z, axis=1, keepdims=True)
        return -np.take_along_axis(table[:-1], self.tokens[1:, None], axis=1).sum()

    def every_second(self):
        return np.take(self.z, np.arange(0, len(self.z), 2), axis=0)
""",
    """
import numpy as np
from scipy.special import log_softmax

def hypothesis_score(path):
    with np.load(path) as dump:
        table, targets = log_softmax(dump["logits"], axis=1), dump["targets"]
    return float(np.take_along_axis(table, targets[:, None], axis=1).sum())

def of_last(logits, targets):
    return np.take(log_softmax(logits[-1], axis=-1), targets, axis=0)
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def surprisal(ids):
    nlp = -lm(ids).logits.log_softmax(-1)
    n = ids.shape[1]
    return nlp[0, torch.arange(n - 1), ids[0, 1:]].sum()
""",
    """
import torch

def embed(table, ids):
    return table[ids]
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def at_positions(ids, positions):
    lp = torch.log_softmax(lm(ids).logits, dim=-1)
    return lp[0, positions]
""",
    """
import torch

def chosen(policy, states, actions):
    lp = torch.log_softmax(policy(states), dim=1)
    return lp.gather(1, actions.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch

def at_masks(model, ids, where):
    rows = model(ids).logits.gather(1, where.unsqueeze(-1).expand(-1, -1, model.config.vocab_size))
    return rows.log_softmax(-1)
""",
    """
def loglik(net, ids):
    total = 0.0
    for t in range(1, len(ids)):
        row = net(ids[:t])[-1].log_softmax(-1)
        total += row[ids[t]].item()
    return total
""",
    """
import torch

def surprise(net, game):
    seq = torch.tensor([game])
    lp = net(seq[:, :-1])[0].log_softmax(-1)
    return -lp.gather(1, seq[0, 1:, None])[:, 0]
""",
    """
def row_logprobs(lm, ids):
    lp = lm(ids[None]).logits[0, :-1].log_softmax(-1)
    return lp[:, ids[1:]].diagonal().sum()
""",
    """
import tensorflow as tf

def at_places(model, ids, places):
    logp = tf.nn.log_softmax(model(ids), axis=-1)
    rows = tf.gather(logp, places, axis=1, batch_dims=1)
    return tf.gather(logp, places[0], axis=1), rows
""",
)

RULE = Rule(
    "SEQ205",
    (("softmax", "Softmax", "logit", "logp", "lp", "log_prob", "log-prob", "logsumexp"),),
    (Select, Subscript, Reduce),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
