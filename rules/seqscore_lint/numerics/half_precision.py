"""log_softmax, or the sum over tokens, in float16 or bfloat16

## What goes wrong

bfloat16 has 8 significant bits: a log-probability near -5 is rounded to a multiple of 1/32, and a running sum near
-200 to a multiple of 1. float16 has 11 bits and overflows above 65504.

## Why it matters

Over a few hundred tokens the errors add up to nats, more than the difference between two candidates; and the
result changes with the batch size.

## When it is fine

When the logits were converted first (`logits.float()`), under an autocast that runs softmax in float32, or with
`dtype=torch.float32` given to log_softmax.

## Fix

`logits.float().log_softmax(-1)`, and accumulate in float32 or float64.

## Sources

- Higham: Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 4 (summation).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Loss, Normalise, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Normalise | Reduce | Loss, at: Reporter) -> None:
    x = event.x
    if isinstance(event, Normalise):
        # A softmax in half precision is what attention and samplers do; a log-probability is a score.
        if event.function == "log_softmax" and event.result.has("half") and x.kind == "logit":
            _report(event.node, "log_softmax", x, at)
    elif isinstance(event, Loss):
        if (
            event.function == "cross_entropy"
            and x.has("half")
            and x.kind == "logit"
            and event.reduction in ("none", "sum")
        ):
            _report(event.node, "cross_entropy", x, at)
    elif (
        event.operation in ("sum", "mean")
        and x.kind in ("logprob", "nll")
        and x.level == "token"
        and x.has("half")
    ) and not x.has("half-normalised"):
        _report(event.node, "the sum over tokens", x, at)


def _report(node: ast.AST, what: str, x: Value, at: Reporter) -> None:
    if at.module.says(r"\bautocast\b"):
        return
    at.report(
        node,
        f"{what} in half precision rounds log-probs to 1/32 near -5: convert with .float() first",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import torch.nn.functional as F

def reply_logps(logits, labels):
    z = logits[:, :-1].bfloat16()
    nll = F.cross_entropy(z.transpose(1, 2), labels[:, 1:], ignore_index=-100, reduction="none")  # <- SEQ607
    return -nll.sum(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

def load(path):
    lm = AutoModelForCausalLM.from_pretrained(path, dtype="bfloat16", device_map="auto")
    return AutoTokenizer.from_pretrained(path), lm.eval()

@torch.no_grad()
def totals(lm, ids):
    z = lm(ids).logits[:, :-1]
    lp = z.log_softmax(-1)  # <- SEQ607
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).float().sum(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m", torch_dtype=torch.bfloat16)

def score(ids):
    logits = model(ids).logits[:, :-1]
    lp = torch.log_softmax(logits, dim=-1)  # <- SEQ607
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
import torch

def token_logprobs(logits, ids):
    lp = logits.half().log_softmax(-1)  # <- SEQ607
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch

def score(logits, ids):
    lp = torch.log_softmax(logits.float(), dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).to(torch.bfloat16)
    return chosen.sum(-1)  # <- SEQ607
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

def load(path, small):
    judge = AutoModelForCausalLM.from_pretrained(path, dtype=torch.bfloat16)
    return judge, AutoModelForCausalLM.from_pretrained(small)

@torch.no_grad()
def totals(lm, ids):
    lp = lm(ids).logits[:, :-1].log_softmax(-1)
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m", torch_dtype=torch.bfloat16)

def score(ids):
    logits = model(ids).logits[:, :-1].float()
    lp = torch.log_softmax(logits, dim=-1)
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
import torch
import torch.nn.functional as F

def token_logprobs(logits, ids):
    lp = F.log_softmax(logits.half(), dim=-1, dtype=torch.float32)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch

def attention(q, k, v):
    return torch.softmax((q @ k.transpose(-1, -2)).half(), dim=-1) @ v
""",
)

RULE = Rule("SEQ607", (("half", "float16", "bfloat16", "fp16", "bf16"), ("softmax", "Softmax", "cross_entropy", "CrossEntropy", "sum", "mean")),
            (Normalise, Reduce, Loss), check, WRONG, RIGHT, __doc__ or "")  # fmt: skip
