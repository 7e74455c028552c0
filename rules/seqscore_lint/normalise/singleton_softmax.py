"""softmax over a single score (always 1.0)

## What goes wrong

softmax normalises over an axis of size 1: a head with one logit, one surviving candidate, an axis that was
just added. The result is 1 for every input.

## Why it matters

A reranker whose scores are all 1.0 keeps the order that it was given, and looks confident.

## When it is fine

Never as a score.

## Fix

`sigmoid` for a single logit; check that more than one candidate is left.

## Sources

- exp(x) / exp(x) = 1.
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Normalise, Reporter
from seqscore_lint.flow.values import LIKELY, Value, axis_index
from seqscore_lint.rule import Rule


def check(event: Normalise, at: Reporter) -> None:
    x, axis = event.x, event.axis
    position = axis_index(x.axes, axis) if axis is not None else None
    single = x.axes == ("1",) or (position is not None and x.axes[position] == "1")
    if (
        single
        or (x.has("single") and axis in (0, None))
        or (x.has("single-logit") and axis in (-1, 1))
        or _is_number(x)
        or _is_list_of_one(x)
    ):
        always = "0" if event.function == "log_softmax" else "1"
        at.report(
            event.node,
            f"{event.function} over an axis of size 1 is always {always}: sigmoid for one logit",
            trust=2 if x.known and single else LIKELY,
        )


def _is_number(x: Value) -> bool:
    """One entry of one distribution; taken by an index that is no list of several."""
    if not x.is_score or x.axes != () or x.pick not in ("chosen", "fixed", "max"):
        return False
    index = x.parts[1] if len(x.parts) == 2 else x
    return index.known or (
        isinstance(index.ref, str) and "id" in names.words(index.ref) and not index.ref.endswith("s")
    )


def _is_list_of_one(x: Value) -> bool:
    """``[score]``"""
    if x.kind not in ("list", "tuple") or x.items is None or len(x.items) != 1:
        return False
    item = x.items[0]
    return _is_number(item) or (
        not item.known
        and isinstance(item.ref, str)
        and not item.ref.endswith("s")
        and not names.words(item.ref) & _SEVERAL
    )


_SEVERAL = frozenset({"list", "array", "vector", "row", "x", "z"})


WRONG = (
    """
import torch.nn as nn
from keras import layers
from scipy.special import softmax

head = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1), nn.Softmax(dim=-1))  # <- SEQ115
judge = layers.Dense(1, activation="softmax")  # <- SEQ115

def yes(lm, ids, yes_id):
    z = lm(ids).logits[0, -1]
    return softmax([z[yes_id].item()])[0]  # <- SEQ115
""",
    """
import torch

def relevance(model, ids, yes):
    z = model(ids).logits[:, -1][:, [yes]]
    return torch.softmax(z, dim=1)[:, 0]  # <- SEQ115
""",
    """
import torch

def relevance(model, enc, yes):
    z = model(**enc).logits[:, -1, yes : yes + 1]
    return z.softmax(dim=-1).squeeze(-1)  # <- SEQ115
""",
    """
import torch

def relevance(model, ids, yes_id):
    z = model(ids).logits[:, -1, yes_id]
    return torch.softmax(z.unsqueeze(-1), dim=-1)  # <- SEQ115
""",
    """
import torch

def score(logits):
    best = logits[:, -1].max(dim=-1, keepdim=True).values
    return best.softmax(-1)  # <- SEQ115
""",
    """
import torch
import torch.nn as nn

class Reranker(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.head = nn.Linear(d, 1)

    def forward(self, h):
        return torch.softmax(self.head(h), dim=-1)  # <- SEQ115
""",
    """
def probability(model, ids, yes_id):
    return model(ids).logits[0, -1, yes_id].softmax(dim=-1)  # <- SEQ115
""",
    """
from scipy.special import softmax

def confidence(score):
    return softmax([score])[0]  # <- SEQ115
""",
)

RIGHT = (
    """
import torch.nn as nn
from keras import layers
from scipy.special import softmax

head = nn.Sequential(nn.Linear(64, 1), nn.Flatten(0), nn.Softmax(dim=0))
judge = layers.Dense(1, activation="sigmoid")

def yes(lm, ids, yes_id, no_id):
    z = lm(ids).logits[0, -1]
    return softmax([z[yes_id].item(), z[no_id].item()])[0]
""",
    """
import torch

def relevance(model, enc, first):
    z = model(**enc).logits[:, -1, first : first + 2]
    return z.softmax(dim=-1)[:, 1]
""",
    """
import torch

def nucleus(row, p):
    order = torch.argsort(row, dim=-1, descending=True)
    return row[order].softmax(dim=-1).cumsum(dim=-1) < p

def step(lm, ids):
    return nucleus(lm(ids).logits[0, -1], 0.9)
""",
    """
import torch

def step(lm, ids, legal):
    row = lm(ids).logits[0, -1]
    allowed = torch.tensor(legal(ids[0].tolist()))
    return row[allowed].softmax(dim=0)
""",
    """
import torch

def relevance(model, ids, yes_id, no_id):
    z = model(ids).logits[:, -1, [yes_id, no_id]]
    return torch.softmax(z, dim=-1)
""",
    """
import torch
import torch.nn as nn

class Reranker(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.head = nn.Linear(d, 1)

    def forward(self, h):
        return torch.sigmoid(self.head(h))
""",
    """
import torch

def posterior(model, ids, option_ids):
    return model(ids).logits[0, -1, option_ids].softmax(dim=-1)
""",
    """
from scipy.special import softmax

def confidence(scores):
    return softmax([scores])[0]
""",
    """
import torch

def listwise(scores):
    return torch.softmax(scores.squeeze(-1), dim=-1)
""",
)

RULE = Rule("SEQ115", (("softmax", "Softmax"),), (Normalise,), check, WRONG, RIGHT, __doc__ or "")
