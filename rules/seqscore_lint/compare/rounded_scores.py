"""Scores rounded or floored before the log or the comparison

## What goes wrong

round(p, 2) turns every probability below 0.005 into 0, whose logarithm is -inf; two candidates that differ in the
fourth digit become equal, and the first in the list wins.

## Why it matters

Exactly the improbable tokens and the close decisions, which evaluations are made for, are lost.

## When it is fine

For display: after the last computation and the last comparison.

## Fix

Keep full precision, round where it is printed.

## Sources

- Goldberg: What every computer scientist should know about floating-point arithmetic. ACM Computing Surveys 23
  (1991).
"""

from __future__ import annotations

from seqscore_lint.compare._words import SCORES
from seqscore_lint.flow.events import Choose, Compare, Elementwise, Reduce, Reporter
from seqscore_lint.flow.steps import taken_at
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule

_SCORES = ("prob", "logprob", "nll", "ppl")


def check(event: Elementwise | Choose | Compare | Reduce, at: Reporter) -> None:
    if isinstance(event, Elementwise):
        x = event.x
        if (
            event.function == "log"
            and x.has("rounded")
            and (x.kind == "prob" or (not x.known and at.module.says("prob")))
        ):
            at.report(event.node, "a rounded probability can be 0, and its log -inf: round what is printed, not what is computed with", x,
                      trust=LIKELY)  # fmt: skip
        return
    if isinstance(event, Reduce):
        if event.operation == "prod" and event.x.has("rounded") and event.x.kind == "prob":
            at.report(taken_at(event.x, "rounded", at.function.node) or event.node, "a rounded probability can be 0, and so is the whole product: round what is printed, not what is computed with",
                      event.x, trust=LIKELY)  # fmt: skip
        return
    if isinstance(event, Choose):
        compared = [event.x]
    elif event.operation in ("<", ">", "<=", ">=", "==") and event.left.is_score and event.right.is_score:
        compared = [event.left, event.right]
    else:
        return
    for x in compared:
        if (
            x.has("rounded")
            and x.kind in _SCORES
            and (isinstance(event, Choose) or not (x.has("by-name") and x.pick == "?" and not x.reduced))
        ):
            at.report(
                event.node, "rounded scores are compared: close candidates become equal", x, trust=LIKELY
            )
            return


WRONG = (
    """
import math

def loglik(record):
    total = 0.0
    for p in record["token_probs"]:
        total += math.log(max(round(p, 3), 0.001))  # <- SEQ504
    return total
""",
    """
import math

def loglik(probabilities):
    return sum(math.log(round(x, 4)) for x in probabilities)  # <- SEQ504
""",
    """
import math

def score(model, ids):
    probs = model(ids).logits.softmax(-1)
    total = 0.0
    for i, tok in enumerate(ids[0, 1:]):
        p = round(probs[0, i, tok].item(), 4)
        total += math.log(p)  # <- SEQ504
    return total
""",
    """
def best(choices):
    scores = {c["text"]: round(sum(c["logprobs"]["token_logprobs"][1:]), 1) for c in choices}
    return max(scores, key=scores.get)  # <- SEQ504
""",
    """
import numpy as np

def pick(choices):
    lls = np.round([sum(c["logprobs"]["token_logprobs"][1:]) for c in choices], 1)
    return int(np.argmax(lls))  # <- SEQ504
""",
    """
import math

def joint(row):
    p = 1.0
    for lp in row["logprobs"]["token_logprobs"]:
        short = round(math.exp(lp), 3)  # <- SEQ504
        p *= short  # <- SEQ603
    return p
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import softmax

def frequencies(scores, total=1 << 16):
    share = softmax(scores, axis=-1)
    counts = np.floor(share * (total - share.size)).astype(int) + 1
    counts[counts.argmax()] += total - counts.sum()
    return counts

def cost(scores, symbol):
    counts = frequencies(scores)
    return np.log2(counts.sum()) - np.log2(counts[symbol])
""",
    """
import math

def bits(n_states):
    return round(math.log(n_states, 2), 4)
""",
    """
def best(choices):
    scores = {c["text"]: sum(c["logprobs"]["token_logprobs"][1:]) for c in choices}
    name = max(scores, key=scores.get)
    return name, round(scores[name], 3)
""",
    """
def show(choices):
    return [round(sum(c["logprobs"]["token_logprobs"][1:]), 2) for c in choices]
""",
    """
import math

def bits(x):
    return math.log(round(x) + 1)
""",
)

RULE = Rule("SEQ504", (("round", "floor", "ceil", "int("), SCORES),
            (Elementwise, Choose, Compare, Reduce), check, WRONG, RIGHT, __doc__ or "")  # fmt: skip
