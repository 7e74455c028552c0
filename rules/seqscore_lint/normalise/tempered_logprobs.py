"""Log-probabilities divided by a temperature and never renormalised

## What goes wrong

log p / T is not the log-probability at temperature T: exp of it does not sum to 1 over the vocabulary. The
temperature belongs to the logits, before the softmax.

## Why it matters

With T below 1 every token looks less likely than it is, with T above 1 more; ratios between policies that were
computed in different ways are off by the length times the mean.

## When it is fine

When the full distribution is divided and normalised again; a scale factor in an aggregation that is called one.

## Fix

`log_softmax(logits / T, -1)`.

## Sources

- log p_T(v) = z_v / T - logsumexp(z / T).
"""

from __future__ import annotations

from seqscore_lint.flow.events import Assign, Elementwise, Reduce, Reporter, Return, Select
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Elementwise | Reduce | Return | Select, at: Reporter) -> None:
    if isinstance(event, (Return, Assign)):
        x = event.value
        if isinstance(event, Return) and x.kind == "logprob" and x.has("tempered") and not x.reduced:
            _report(event, x, at)
        return
    x = event.x
    if x.kind != "logprob" or not x.has("tempered"):
        return
    if isinstance(event, Elementwise) and (event.function != "exp" or "V" not in x.axes and x.pick not in ("chosen",)):
        return
    _report(event, x, at)


def _report(event: Elementwise | Reduce | Return | Select, x: Value, at: Reporter) -> None:
    if x.has("over-candidates") or x.made is None:
        return
    at.report(x.made, "log-probs divided by a temperature do not normalise: divide the logits, then log_softmax", x, trust=LIKELY)


WRONG = (
    """
import torch

def score(logits, ids, temperature):
    lp = torch.log_softmax(logits, dim=-1)
    lp = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    lp = lp / temperature  # <- SEQ109
    return lp.sum(-1)
""",
    """
import torch

def token_logprobs(model, ids, T):
    lp = model(ids).logits[:, :-1].log_softmax(-1) / T  # <- SEQ109
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
""",
    """
import torch

def logps(logits, labels, temp=0.7):
    out = torch.log_softmax(logits, -1).gather(-1, labels[..., None]).squeeze(-1)
    out /= temp  # <- SEQ109
    return out
""",
)

RIGHT = (
    """
import torch

def score(logits, ids, temperature):
    lp = torch.log_softmax(logits / temperature, dim=-1)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch

def sharpen(logprobs, temperature):
    return torch.log_softmax(logprobs / temperature, dim=-1)
""",
    """
def mean_logprob(token_logprobs, count):
    return sum(token_logprobs) / count
""",
)

RULE = Rule("SEQ109", (("/",), ("softmax", "logp", "log_prob"), ("temp", "tau", "T", "0.", "1.")), (Elementwise, Reduce, Return, Select), check, WRONG,
            RIGHT, __doc__ or "")  # fmt: skip
