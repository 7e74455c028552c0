"""A constant added inside the logarithm of a probability

## What goes wrong

log(p + eps) cannot go below log(eps): every token less likely than eps gets the same score, and every other one
is a little too likely. With eps = 1e-8 no token costs more than 18.4 nats.

## Why it matters

Surprising tokens decide comparisons and perplexities, and exactly they are flattened. The result depends on a
constant that nobody reports.

## When it is fine

In an entropy term p · log(p + eps), where p = 0 makes the product vanish; in counts and priors (smoothing), where
the constant is part of the model.

## Fix

Compute log-probabilities from logits with log_softmax; nothing needs to be added. Clamp for display only.

## Sources

- The exact value: log p = x_k - logsumexp(x).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Elementwise, at: Reporter) -> None:
    x = event.x
    if (
        event.function != "log"
        or x.kind != "prob"
        or not x.has("eps", "eps-clamped")
        or x.has("complement", "rounded")
    ):
        return
    promised = x.pick == "?" and names.kind_of_name(at.function.name) in ("logprob", "nll")
    if (
        x.pick not in ("chosen", "max", "first")
        and not promised
        and not (x.has("normalised") and "V" in x.axes)
    ):
        return
    if _is_entropy_term(event.node, at):
        return
    at.report(event.node, "a constant inside the log caps the surprisal of unlikely tokens: take log_softmax of the logits", x,
              trust=2 if x.domain else LIKELY)  # fmt: skip


def _is_entropy_term(node: ast.AST, at: Reporter) -> bool:
    """Whether the logarithm is a factor of a product: p · log(p + eps)."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.BinOp):
            return isinstance(parent.op, ast.Mult)
        if not isinstance(parent, (ast.UnaryOp, ast.Call, ast.Attribute)):
            break
        if isinstance(parent, ast.Call) and node in parent.args:
            break
    target = at.module.parent(node)
    if (
        isinstance(target, ast.Assign)
        and len(target.targets) == 1
        and isinstance(target.targets[0], ast.Name)
    ):
        name = target.targets[0].id
        return any(
            isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult)
            and any(isinstance(side, ast.Name) and side.id == name for side in (part.left, part.right))
            and not any("mask" in (getattr(side, "id", "") or "") for side in (part.left, part.right))
            for part in ast.walk(at.function.node)
        )  # fmt: skip
    return False


WRONG = (
    """
class Copier:
    def __init__(self, net):
        self.net = net

    def token_losses(self, source, ids):
        final = self.net(source, ids[:, :-1])
        return -(final.gather(2, ids[:, 1:, None])[..., 0] + 1e-10).log()  # <- SEQ604
""",
    """
import math

def loglik(lm, ids):
    return sum(math.log(lm.next_probs(ids[:k])[ids[k]] + 1e-12) for k in range(1, len(ids)))  # <- SEQ604
""",
    """
import math

def logs(step_probs, tokens):
    return [math.log(at_step[tok] + 1e-9) for at_step, tok in zip(step_probs, tokens)]  # <- SEQ604
""",
    """
import math

def mixed_logprob(lam, neural_prob, counted):
    token_prob = lam * neural_prob + (1 - lam) * counted
    return math.log(token_prob + 1e-8)  # <- SEQ604
""",
    """
'''PMI from dumps.

    with_q, alone   token probabilities of the answer, float64
'''
import numpy as np

def logs(p):
    return np.log(p + 1e-9)  # <- SEQ604

def pmi(item):
    return logs(item["with_q"]).sum() - logs(item["alone"]).sum()
""",
    """
import math
from collections.abc import Sequence
from typing import NamedTuple

class Subword(NamedTuple):
    piece: str
    prob: float

def surprisals(parts: Sequence[Subword]):
    return {s.piece: -math.log(s.prob + 1e-6) for s in parts}  # <- SEQ604
""",
    """
import math

def text_loglik(token_probs):
    return sum(math.log(p + 1e-10) for p in token_probs)  # <- SEQ604

def report(rows):
    for row in rows:
        probs = row["values"]
        print(row["id"], text_loglik(probs))
""",
    """
import math

def sentence_loglik(records):
    return sum(math.log(float(r["prob"]) + 1e-9) for r in records)  # <- SEQ604
""",
    """
import torch

def token_logprobs(logits, ids):
    p = torch.softmax(logits, dim=-1)
    chosen = p.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return torch.log(chosen + 1e-8)  # <- SEQ604
""",
    """
import numpy as np
from scipy.special import softmax

def nll(logits, targets):
    p = softmax(logits, axis=-1)[np.arange(len(targets)), targets]
    return -np.log(p + 1e-12).sum()  # <- SEQ604
""",
    """
import math

def score(model, ids):
    probs = model(ids).logits.softmax(-1)
    total = 0.0
    for i, tok in enumerate(ids[0, 1:]):
        total += math.log(probs[0, i, tok].item() + 1e-10)  # <- SEQ604
    return total
""",
)

RIGHT = (
    """
import numpy as np

def uncertainty(lm, prefix):
    p = lm.next_probs(prefix)
    return -(p * np.log(p + 1e-12)).sum()
""",
    """
def poisson_nll(net, x, counts):
    rate = net(x)
    return (rate - counts * (rate + 1e-8).log()).mean()
""",
    """
import math

def mixed_logprob(lam, neural_prob, counted):
    token_prob = lam * neural_prob + (1 - lam) * counted
    return math.log(token_prob)
""",
    """
import math
from dataclasses import dataclass

@dataclass
class Bin:
    left: float
    prob: float

def table(bins: list[Bin]) -> list[float]:
    return [math.log(b.prob + 1e-9) for b in bins]
""",
    """
import math

def log_shares(records):
    return [math.log(r["share"] + 1e-9) for r in records]
""",
    """
import torch

def token_logprobs(logits, ids):
    return torch.log_softmax(logits, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch

def entropy(logits):
    p = torch.softmax(logits, dim=-1)
    return -(p * torch.log(p + 1e-9)).sum(-1)
""",
    """
import numpy as np

def log_counts(counts):
    return np.log(counts + 1)
""",
    """
import numpy as np

def naive_bayes(word_probs, priors):
    return np.log(priors + 1e-9) + np.log(word_probs + 1e-9).sum(axis=0)
""",
)

RULE = Rule(
    "SEQ604",
    (("log",), ("1e-", "eps", "EPS", "tiny", "0.0", "clip", "clamp")),
    (Elementwise,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
