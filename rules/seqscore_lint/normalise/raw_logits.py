"""Chosen-token logits summed or averaged as if they were log-probabilities

## What goes wrong

A logit is a log-probability plus the log-partition of its own position. Summed without normalising, the
partitions of all positions are in the score.

## Why it matters

The partition changes from context to context by several nats, so longer candidates, and candidates in
"louder" contexts, win or lose for no reason. The sum looks like any other score.

## When it is fine

Comparing entries of one distribution at one position; logit differences; logits from which logsumexp is
subtracted later; `logits.sum() * 0` to keep a gradient alive; logging.

## Fix

`log_softmax(logits, -1)` before the chosen entries are taken, or subtract `logsumexp(logits, -1)` from
them.

## Sources

- log p(y_t) = z_t(y_t) - logsumexp over v of z_t(v).
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Reduce, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.normalise._words import MODELS
from seqscore_lint.rule import Rule

_MEASURED = re.compile(
    r"log(?:ging|ged)?_metric|metric|monitor|stat(?:s|istics)|magnitude|norm\b|z_?loss|regulari|scale|"
    r"saturat|wandb|logit_lens|saliency|attribution",
    re.IGNORECASE,
)
_PARTITION = re.compile(
    r"logsumexp|log_?z(?![a-z])|(?<![a-z])lse(?![a-z])|partition|log_?norm|normali[sz]er|"
    r"(?<![a-z])norm(?![a-z])",
    re.IGNORECASE,
)
_PROMISED = re.compile(r"log_?prob|log_?p\b|logps?\b|log_?lik|nll\b|surprisal|perplex", re.IGNORECASE)


def _row(x: Value, what: str) -> str:
    row = next((step.row for step in x.steps if what in step.what), None)
    return f" (row {row})" if row else ""


def check(event: Reduce | Return | Assign, at: Reporter) -> None:
    if isinstance(event, Reduce):
        _check_reduction(event, at)
        return
    x = event.value
    promise = event.name if isinstance(event, Assign) else at.function.name
    single = (
        x.kind == "logit"
        and x.pick == "chosen"
        and not x.reduced
        and not x.outer
        and not x.has("by-name", "difference", "transition", "processed")
    )
    if isinstance(event, Return) and single and _PROMISED.search(promise) and "logit" not in promise.lower():
        at.report(
            event.node,
            f"chosen-token logits{_row(x, 'taken')} returned as log-probs: subtract the logsumexp",
            x,
            trust=LIKELY,
        )


def _check_reduction(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        x.kind != "logit"
        or event.operation not in ("sum", "mean", "cumsum", "median")
        or x.reduced
        or x.outer
        or "V" in event.axis_name
    ):
        return
    greedy = x.has("last-position") and (x.pick == "max" or (x.pick == "topk" and event.spelled == "loop"))
    if not (x.pick == "chosen" or greedy) or x.has(
        "transition", "difference", "shifted", "stabilised", "generate-scores", "elementwise"
    ):
        return
    processed = x.domain in ("generate", "beam") and not x.has("raw")
    if processed or x.domain == "classifier" or event.spelled == "ratio":
        return
    if at.module.says(r"\bcrf\b|viterbi|partition\b"):
        return
    removed = event.axis_name
    if event.spelled == "call" and removed and not ({"T", "N", "*", "?"} & set(removed.split("+"))):
        return
    if _is_killed(event.node, at) or _is_only_logged(event.node, at) or _MEASURED.search(at.function.name):
        return
    if _subtracts_partition(at) or _asks_for_gradients(at):
        return
    word = "averaged" if event.operation in ("mean", "median") else "summed"
    at.report(
        event.node,
        f"logits of the chosen tokens{_row(x, 'chosen')} are {word} without normalising: "
        "take log_softmax over the vocabulary first",
        x,
        trust=2 if x.domain else LIKELY,
    )


def _subtracts_partition(at: Reporter) -> bool:
    """Whether the function subtracts a log-partition somewhere: from the sum, it may be, as a sum."""
    for part in ast.walk(at.function.node):
        if isinstance(part, (ast.BinOp, ast.AugAssign)) and isinstance(part.op, ast.Sub):
            right = part.right if isinstance(part, ast.BinOp) else part.value
            for node in ast.walk(right):
                name = getattr(node, "id", "") or getattr(node, "attr", "")
                bound = at.lookup(name)
                if _PARTITION.search(name) or (bound is not None and bound.kind in ("logz", "partition")):
                    return True
    return False


def _asks_for_gradients(at: Reporter) -> bool:
    """Whether the logits are differentiated with respect to the input, which needs no normalising."""
    reads = {part.attr for part in ast.walk(at.function.node) if isinstance(part, ast.Attribute)}
    return "grad" in reads and bool(reads & {"backward", "autograd", "requires_grad_", "retain_grad"})


def _is_killed(node: ast.AST, at: Reporter) -> bool:
    """Whether the result is multiplied by 0."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult):
            for side in (parent.left, parent.right):
                if isinstance(side, ast.Constant) and side.value == 0:
                    return True
        if isinstance(parent, ast.stmt):
            break
    return False


def _is_only_logged(node: ast.AST, at: Reporter) -> bool:
    """Whether the result goes straight into a log or a dictionary of metrics whose key speaks of logits."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Assign):
            for target in parent.targets:
                key = target.slice if isinstance(target, ast.Subscript) else None
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and "logit" in key.value:
                    return True
                if isinstance(target, ast.Name) and ("logits_mean" in target.id or "mean_logit" in target.id):
                    return True
        if isinstance(parent, ast.Dict):
            return any(
                isinstance(k, ast.Constant) and isinstance(k.value, str) and "logit" in k.value
                for k in parent.keys
            )
        if isinstance(parent, ast.Call):
            name = names.last(parent.func)
            if name in ("log", "log_dict", "add_scalar", "print", "info", "debug") and node is not parent:
                return True
        if isinstance(parent, ast.stmt):
            break
    return False


WRONG = (
    """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, n_moves=1968, width=256):
        super().__init__()
        self.table = nn.Embedding(n_moves + 1, width)
        self.body = nn.GRU(width, width, batch_first=True)
        self.top = nn.Linear(width, n_moves)

    def forward(self, seq):
        return self.top(self.body(self.table(seq))[0])

class Player:
    def __init__(self):
        self.net = Net().eval()

    def plausible(self, played):
        moves = torch.tensor(played)
        z = self.net(moves[None, :-1])[0]
        return float(z.gather(1, moves[1:, None]).sum())  # <- SEQ101
""",
    """
import heapq
import torch
from typing import NamedTuple

class Path(NamedTuple):
    score: float
    ids: list

class Search:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok

    def step(self, path):
        z = self.lm(torch.tensor([path.ids])).logits[0, -1]
        top = z.topk(4)
        return [Path(path.score + s, path.ids + [t]) for s, t in zip(top.values.tolist(), top.indices.tolist())]  # <- SEQ101

    def run(self, prompt):
        paths = [Path(0.0, self.tok.encode(prompt))]
        for _ in range(10):
            grown = [new for path in paths for new in self.step(path)]
            paths = heapq.nlargest(4, grown, key=lambda p: p.score)
        return self.tok.decode(paths[0].ids)
""",
    """
import tensorflow as tf

def sequence_score(model, ids):
    z = model(ids).logits
    hot = tf.one_hot(ids[:, 1:], z.shape[-1])
    return tf.reduce_sum(z[:, :-1] * hot, axis=[1, 2])  # <- SEQ101
""",
    """
import numpy as np

def hypothesis_score(scores, token_ids):
    \"\"\"`scores` is the (T, V) output of the LM head; row t predicts token t + 1.\"\"\"
    picked = np.take_along_axis(scores[:-1], token_ids[1:, None], axis=1)
    return float(picked[:, 0].sum())  # <- SEQ101
""",
    """
import torch

def score(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    chosen = logits.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (chosen * attention_mask[:, 1:]).sum(-1)  # <- SEQ101
""",
    """
def sentence_score(lm, ids):
    z = lm(ids).logits[0]
    total = 0.0
    for i in range(1, ids.shape[1]):
        total += z[i - 1, ids[0, i]].item()  # <- SEQ101
    return total
""",
    """
import numpy as np

def completion_score(logits, tokens):
    picked = np.take_along_axis(logits, tokens[:, None], axis=-1)[:, 0]
    return picked.mean()  # <- SEQ101
""",
    """
import torch

def greedy(model, ids, steps):
    total = 0.0
    for _ in range(steps):
        z = model(ids).logits[:, -1]
        token = z.argmax(-1)
        total += z[0, token[0]].item()  # <- SEQ101
        ids = torch.cat([ids, token[:, None]], dim=1)
    return ids, total
""",
    """
import torch

class Scorer:
    def __init__(self, model):
        self.model = model

    def forward_logits(self, ids):
        return self.model(ids).logits

    def score(self, ids):
        z = self.forward_logits(ids)[0, :-1]
        picked = [z[t, tok] for t, tok in enumerate(ids[0, 1:])]
        return sum(picked)  # <- SEQ101
""",
)

RIGHT = (
    """
import heapq
import torch
from typing import NamedTuple

class Path(NamedTuple):
    score: float
    ids: list

class Search:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok

    def step(self, path):
        z = self.lm(torch.tensor([path.ids])).logits[0, -1]
        top = z.log_softmax(-1).topk(4)
        return [Path(path.score + s, path.ids + [t]) for s, t in zip(top.values.tolist(), top.indices.tolist())]

    def run(self, prompt):
        paths = [Path(0.0, self.tok.encode(prompt))]
        for _ in range(10):
            grown = [new for path in paths for new in self.step(path)]
            paths = heapq.nlargest(4, grown, key=lambda p: p.score)
        return self.tok.decode(paths[0].ids)
""",
    """
import torch

def score(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    chosen = logits.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    lp = chosen - logits.logsumexp(-1)
    return (lp * attention_mask[:, 1:]).sum(-1)
""",
    """
import torch

def score(lm, ids):
    logits = torch.log_softmax(lm(ids).logits[:, :-1], dim=-1)
    logits = logits.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return logits.sum(-1)
""",
    """
def margin(model, ids, yes, no):
    z = model(ids).logits[0, -1]
    return z[yes] - z[no]
""",
    """
import torch

def score(model, ids):
    z = model(ids).logits[:, :-1]
    picked = z.gather(-1, ids[:, 1:, None]).squeeze(-1)
    return picked.sum(-1) - torch.logsumexp(z, dim=-1).sum(-1)
""",
    """
def attribution(model, embeddings, ids):
    embeddings.requires_grad_()
    picked = model(inputs_embeds=embeddings).logits[:, :-1].gather(-1, ids[:, 1:, None]).squeeze(-1)
    picked.sum().backward()
    return embeddings.grad
""",
    """
def keep_alive(loss, logits):
    return loss + logits.sum() * 0.0
""",
    """
def class_score(classifier, x, y):
    logits = classifier(x)
    return logits[:, y].mean()
""",
    """
import torch

def entropy(logits):
    p = torch.softmax(logits, dim=-1)
    return torch.logsumexp(logits, dim=-1) - (p * logits).sum(-1)
""",
)

RULE = Rule(
    "SEQ101",
    (MODELS, ("sum", "mean", "+=", "-=", "median", "nlargest", "topk", "heappush")),
    (Reduce, Return, Assign),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
