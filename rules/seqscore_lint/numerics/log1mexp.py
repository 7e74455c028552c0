"""log(1 - exp(logp)) near logp = 0

## What goes wrong

Near logp = 0 the probability is close to 1 and 1 - p loses all its digits: at logp = -1e-9 float32 gives
log(0) = -inf instead of -20.7.

## Why it matters

The odds of a likely sequence, as in ORPO or a complement probability, become infinite, and the loss NaN.

## When it is fine

When logp is known to stay well below 0; for very negative logp `log1p(-exp(logp))` is exact.

## Fix

`log(-expm1(logp))` for logp > -ln 2, `log1p(-exp(logp))` below: log1mexp.

## Sources

- Mächler: Accurately computing log(1 - exp(-|a|)). R package Rmpfr, vignette (2012).
"""

from __future__ import annotations

from seqscore_lint.flow.events import Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def _is_exponential(p: Value) -> bool:
    return p.kind == "prob" and bool(p.parts) and p.parts[0].kind == "logprob"


def check(event: Elementwise, at: Reporter) -> None:
    x = event.x
    if event.function != "log" or not x.has("complement") or len(x.parts) != 2:
        return
    if _is_exponential(x.parts[1]):
        at.report(event.node, "1 - exp(logp) cancels where logp is near 0: log(-expm1(logp)), or log1p(-exp(logp)) for small p",
                  x.parts[1], trust=LIKELY)  # fmt: skip


WRONG = (
    """
import torch
import torch.nn.functional as F

def odds_loss(won, lost):
    \"\"\"won, lost: average log-probs (B,).\"\"\"
    high = won - torch.log(1 - torch.exp(won))  # <- SEQ608
    low = lost - torch.log(-torch.expm1(lost))
    return -F.logsigmoid(high - low).mean()
""",
    """
import torch

def log_odds(logps):
    return logps - torch.log(1 - torch.exp(logps))  # <- SEQ608
""",
    """
import math

def log_complement(seq_logprob):
    return math.log(1.0 - math.exp(seq_logprob))  # <- SEQ608
""",
    """
import numpy as np

def log_not(log_probs):
    p = np.exp(log_probs)
    return np.log(1 - p)  # <- SEQ608
""",
)

RIGHT = (
    """
import torch

def log_odds(logps):
    return logps - torch.log(-torch.expm1(logps))
""",
    """
import math

def log_complement(seq_logprob):
    return math.log1p(-math.exp(seq_logprob))
""",
    """
import numpy as np

def log_survival(p):
    return np.log(1 - p)
""",
)

RULE = Rule("SEQ608", (("exp",), ("log",), ("1 -", "1. -", "1.0 -", "1-", "1.0-", "1.-", "sub")), (Elementwise,), check, WRONG, RIGHT,
            __doc__ or "")  # fmt: skip
