"""A sum compared with a mean, or scores of different units ranked together

## What goes wrong

The sum of the token log-probabilities of a sentence is some -50, their mean some -3. Nats, bits and log10 differ by
factors of 1.44 and 2.3. Where one candidate carries one and another the other, the unit decides.

## Why it matters

The candidate that happens to be averaged always wins, and nothing looks broken.

## When it is fine

Both numbers are reported side by side and not compared.

## Fix

Reduce every candidate in the same way and in the same unit before comparing.

## Sources

- Holtzman et al.: Surface Form Competition (EMNLP 2021), on what normalisations change.
"""

from __future__ import annotations

from seqscore_lint.compare._words import SCORES
from seqscore_lint.flow.events import Binary, Choose, Compare, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_MIXED = "mixed-reductions"
_SPACES = ("logprob", "nll")


def _differs(left: Value, right: Value) -> str:
    if left.has(_MIXED) and right.has(_MIXED) and left.kind == right.kind and left.kind in _SPACES:
        return "a sum and a mean (or two units)"
    if left.kind != right.kind or left.kind not in _SPACES or not (left.reduced and right.reduced):
        return ""
    if {left.reduced, right.reduced} == {"sum", "mean"} and not (left.outer or right.outer):
        return "a sum and a mean"
    if left.base != right.base and "?" not in (left.base, right.base) and left.reduced == right.reduced:
        return "logarithms of different bases"
    return ""


def check(event: Choose | Compare | Binary, at: Reporter) -> None:
    if isinstance(event, Choose):
        if event.x.has(_MIXED) and event.x.kind in _SPACES:
            _report(event, "a sum and a mean (or two units)", event.x, at)
        return
    if isinstance(event, Compare) and event.operation not in ("<", ">", "<=", ">="):
        return
    if isinstance(event, Binary) and event.operation != "-":
        return
    what = _differs(event.left, event.right)
    if what:
        _report(event, what, event.left, at)


def _report(event: Choose | Compare | Binary, what: str, x: Value, at: Reporter) -> None:
    at.report(
        event.node, f"{what} are compared: reduce every candidate in the same way and unit", x, trust=LIKELY
    )


WRONG = (
    """
import numpy as np

def gain(row):
    '''row: {"with": [...], "without": [...]}, the token log-probs of the answer with the hint and without it.'''
    return np.mean(row["with"]) - np.sum(row["without"])  # <- SEQ503
""",
    """
import torch

def prefers_a(lp_a_logits, lp_b_logits, a, b):
    lp_a = torch.log_softmax(lp_a_logits, -1).gather(-1, a[:, None]).squeeze(-1)
    lp_b = torch.log_softmax(lp_b_logits, -1).gather(-1, b[:, None]).squeeze(-1)
    return lp_a.sum() > lp_b.mean()  # <- SEQ503
""",
    """
def winner(first, second):
    a = sum(first["logprobs"]["token_logprobs"][1:])
    lps = second["logprobs"]["token_logprobs"][1:]
    scores = {"first": a, "second": sum(lps) / len(lps)}
    if not lps:
        return None
    return max(scores, key=scores.get)  # <- SEQ503
""",
    """
import torch.nn.functional as F

def margin(logits_a, a, logits_b, b):
    nll_a = F.cross_entropy(logits_a, a, reduction="sum")
    nll_b = F.cross_entropy(logits_b, b)
    return nll_a - nll_b  # <- SEQ503
""",
    """
import torch

def score(model, ids, start):
    lp = model(ids[None]).logits[0, start - 1 : -1].log_softmax(-1)
    got = lp.gather(-1, ids[start:, None])[:, 0]
    if len(got) > 30:
        return got.mean().item()
    return got.sum().item()

def pick(model, candidates, start):
    scored = [(score(model, c, start), c) for c in candidates]
    return max(scored, key=lambda pair: pair[0])[1]  # <- SEQ503
""",
    """
from typing import NamedTuple

class Hypothesis(NamedTuple):
    text: str
    lp: float

def best(beam, samples):
    held = [Hypothesis(b["text"], sum(b["token_logprobs"])) for b in beam]
    for s in samples:
        held.append(Hypothesis(s["text"], sum(s["token_logprobs"]) / len(s["token_logprobs"])))
    return max(held, key=lambda h: h.lp)  # <- SEQ503
""",
    """
import pandas as pd

def best_per_item(own, served):
    whole = own.groupby(["item", "option"])["token_logprob"].sum()
    mean = served.groupby(["item", "option"])["token_logprob"].mean()
    return pd.concat([whole, mean]).groupby("item").idxmax()  # <- SEQ503
""",
    """
def best(rows):
    \"\"\"rows: (text, token log-probs) pairs.\"\"\"
    found = []
    for text, lps in rows:
        if len(lps) > 30:
            found.append((sum(lps) / len(lps), text))
        else:
            found.append((sum(lps), text))
    return max(found)[1]  # <- SEQ503
""",
    """
from vllm import LLM, SamplingParams

def per_token(completion):
    return completion.cumulative_logprob / len(completion.token_ids)

def improved(llm: LLM, prompt, greedy: SamplingParams, varied: SamplingParams):
    (before,) = llm.generate([prompt], greedy)
    (after,) = llm.generate([prompt], varied)
    best = max((c for c in after.outputs if c.token_ids), key=per_token)
    return per_token(best) > before.outputs[0].cumulative_logprob  # <- SEQ503
""",
)

RIGHT = (
    """
from vllm import LLM, SamplingParams

def per_token(completion):
    return completion.cumulative_logprob / len(completion.token_ids)

def improved(llm: LLM, prompt, greedy: SamplingParams, varied: SamplingParams):
    (before,) = llm.generate([prompt], greedy)
    (after,) = llm.generate([prompt], varied)
    best = max((c for c in after.outputs if c.token_ids), key=per_token)
    return per_token(best) > per_token(before.outputs[0])
""",
    """
import torch

def prefers_a(lp_a_logits, lp_b_logits, a, b):
    lp_a = torch.log_softmax(lp_a_logits, -1).gather(-1, a[:, None]).squeeze(-1)
    lp_b = torch.log_softmax(lp_b_logits, -1).gather(-1, b[:, None]).squeeze(-1)
    return lp_a.sum() > lp_b.sum()
""",
    """
import torch.nn.functional as F

def both(logits, targets):
    total = F.cross_entropy(logits, targets, reduction="sum")
    mean = F.cross_entropy(logits, targets)
    return {"total": total, "mean": mean}
""",
    """
def score(lps, length_normalize):
    total = sum(lps)
    return total / len(lps) if length_normalize and lps else total
""",
    """
def rank(candidates, by_length):
    totals = []
    for token_logprobs in candidates:
        if by_length:
            totals.append(sum(token_logprobs) / len(token_logprobs))
        else:
            totals.append(sum(token_logprobs))
    return max(range(len(totals)), key=totals.__getitem__)
""",
    """
def average(token_logprobs):
    total = sum(token_logprobs)
    return total / len(token_logprobs) if len(token_logprobs) > 0 else total

def best(candidates):
    return max(candidates, key=lambda c: average(c["token_logprobs"]))
""",
)

RULE = Rule("SEQ503", (("sum", "mean", "cumulative_logprob"), SCORES), (Choose, Compare, Binary), check, WRONG, RIGHT,
            __doc__ or "")  # fmt: skip
