"""kl_div whose input is not in log space, or whose log-space target lacks log_target=True

## What goes wrong

`kl_div(input, target)` computes target · (log target - input): the input must be log-probabilities of q,
the target probabilities of p. Probabilities as input, or log-probabilities as target, give a number that is
no divergence.

## Why it matters

It can be negative, or NaN, and minimising it does not bring the distributions together.

## When it is fine

Log-probabilities on both sides with `log_target=True`.

## Fix

`kl_div(q_logp, p)`, or `kl_div(q_logp, p_logp, log_target=True)`.

## Sources

- PyTorch documentation, KLDivLoss: the input is expected in log space.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Loss, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Loss, at: Reporter) -> None:
    if event.function not in ("kl_div", "kl_div_log"):
        return
    x, target = event.x, event.target
    option = event.options.get("log_target")
    log_target = event.function == "kl_div_log" or (option is not None and option.const is True)
    unsure = option is not None and option.const not in (True, False)
    if x.kind in ("prob", "logit") and _certain(x):
        what = "probabilities" if x.kind == "prob" else "logits"
        at.report(
            event.node,
            f"kl_div takes log-probabilities first and is given {what}: log_softmax",
            x,
            trust=max(x.trust, LIKELY),
        )
    elif target.kind == "logprob" and _certain(target) and not log_target and not unsure:
        at.report(
            event.node,
            "the target is in log space: log_target=True, or exponentiate it",
            target,
            trust=max(target.trust, LIKELY),
        )
    elif target.kind == "prob" and _certain(target) and log_target and not unsure:
        at.report(
            event.node,
            "log_target=True, but the target is probabilities",
            target,
            trust=max(target.trust, LIKELY),
        )
    elif target.kind == "logit" and _certain(target):
        at.report(
            event.node,
            "the target of kl_div is a distribution, and logits are given: softmax",
            target,
            trust=LIKELY,
        )


def _certain(x: Value) -> bool:
    return not x.has("by-name") or (x.kind == "logit" and x.trust >= LIKELY)


WRONG = (
    """
import torch.nn.functional as F

def kl(student, teacher):
    return F.kl_div(student.softmax(-1), F.softmax(teacher, dim=-1), reduction="batchmean")  # <- SEQ114
""",
    """
import torch
import torch.nn.functional as F

def kl(z, w):
    q, p = torch.log_softmax(z, -1), torch.log_softmax(w, -1)
    return F.kl_div(q, p, reduction="batchmean")  # <- SEQ114
""",
    """
import torch.nn as nn

class Distiller:
    def __init__(self):
        self.kl = nn.KLDivLoss(reduction="batchmean", log_target=True)

    def loss(self, s, t):
        return self.kl(s.log_softmax(-1), t.softmax(-1))  # <- SEQ114
""",
)

RIGHT = (
    """
import torch.nn.functional as F

def kl(student, teacher):
    return F.kl_div(F.log_softmax(student, dim=-1), F.softmax(teacher, dim=-1), reduction="batchmean")
""",
    """
import torch.nn.functional as F

def kl(student, teacher):
    q = F.log_softmax(student, dim=-1).clamp(min=-50)
    return F.kl_div(q, F.softmax(teacher, dim=-1), reduction="sum")
""",
    """
import torch
import torch.nn.functional as F

def kl(z, w):
    q, p = torch.log_softmax(z, -1), torch.log_softmax(w, -1)
    return F.kl_div(q, p, reduction="batchmean", log_target=True)
""",
    """
from scipy.special import kl_div, softmax

def kl(a, b):
    return kl_div(softmax(a, axis=-1), softmax(b, axis=-1)).sum(-1)
""",
)

RULE = Rule(
    "SEQ114", (("kl_div", "KLDivLoss", "kl_divergence"),), (Loss,), check, WRONG, RIGHT, __doc__ or ""
)
