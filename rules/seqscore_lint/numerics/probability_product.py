"""Token probabilities multiplied instead of log-probabilities added

## What goes wrong

A product of probabilities underflows: 0.1 to the 46th is 0 in float32, to the 324th in float64. From there every
sequence has probability 0, its logarithm is -inf, and all candidates tie.

## Why it matters

Completions of a hundred tokens are short. The product looks right on the examples of a test and ranks at random
on real documents.

## When it is fine

A few factors that are reported as a probability and never compared in log space; a product of shapes, of survival
terms such as in pass@k, or of factors that are not token probabilities.

## Fix

Add log-probabilities: `logp.sum(-1)`. Exponentiate at the very end, if at all.

## Sources

- Jurafsky, Martin: Speech and Language Processing, 3rd edition, chapter 3 ("We do everything in log space").
"""

from __future__ import annotations

from seqscore_lint.flow.events import Elementwise, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Reduce | Elementwise, at: Reporter) -> None:
    x = event.x
    if isinstance(event, Elementwise):
        if event.function == "log" and x.has("running-product") and x.made is not None:
            at.report(
                x.made,
                "a running product underflows before its log is taken: add the logs instead",
                trust=LIKELY,
            )
        return
    if event.operation not in ("prod", "cumprod") or x.kind != "prob" or x.reduced or x.has("complement"):
        return
    if x.pick not in ("chosen", "max", "first", "fixed") or "V" in event.axis_name:
        return
    if x.has("elementwise", "clamped", "eps-clamped") or (
        x.has("by-name") and not (x.parts and x.parts[0].kind == "logprob")
    ):
        return
    at.report(event.node, "the product of token probabilities underflows on long sequences: add log-probabilities instead", x,
              trust=2 if x.domain else LIKELY)  # fmt: skip


WRONG = (
    """
import torch

def sequence_prob(logits, ids):
    p = torch.softmax(logits, dim=-1)
    chosen = p.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return chosen.prod(dim=-1)  # <- SEQ603
""",
    """
def sentence_probability(model, ids):
    probs = model(ids).logits.softmax(-1)
    p = 1.0
    for i, tok in enumerate(ids[0, 1:]):
        p *= probs[0, i, tok].item()  # <- SEQ603
    return p
""",
    """
import math
import numpy as np

def probability(choice):
    lps = choice["logprobs"]["token_logprobs"][1:]
    return np.prod(np.exp(lps))  # <- SEQ603
""",
)

RIGHT = (
    """
import torch

def sequence_logprob(logits, ids):
    lp = torch.log_softmax(logits, dim=-1)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(dim=-1)
""",
    """
import numpy as np

def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))
""",
    """
import math

def numel(shape):
    return math.prod(shape)
""",
    """
import numpy as np

def joint_survival(hazards):
    return np.prod([1 - h for h in hazards])
""",
)

RULE = Rule(
    "SEQ603",
    (("prod", "*=", "mul", "* "), ("softmax", "prob", "exp", "log")),
    (Reduce, Elementwise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
