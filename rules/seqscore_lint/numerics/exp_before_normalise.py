"""Sequence log-likelihoods exponentiated before they are normalised

## What goes wrong

The log-likelihood of a completion of a few hundred tokens is below -745, where exp is 0 in float64 (-104 in
float32). All candidates become 0, and dividing by their sum is 0 / 0.

## Why it matters

The candidates' posterior is NaN, or 0 for every one of them, exactly on the long answers; the difference of their
log-likelihoods, which is all that matters, is a small number.

## When it is fine

When the maximum of the candidates was subtracted first, or the numbers are means per token, which stay small.

## Fix

`softmax(loglikelihoods)`, or `ll - logsumexp(ll)`; `logaddexp(a, b)` for log(exp(a) + exp(b)).

## Sources

- Blanchard, Higham, Higham: Accurately computing the log-sum-exp and softmax functions. IMA J. Numer. Anal. 41
  (2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seqscore_lint.flow.events import Binary, Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def _underflows(p: Value) -> bool:
    """Whether ``p`` is exp of the log-likelihood of a whole sequence, not shifted by the maximum."""
    if p.kind == "prob" and p.has("scaled") and p.parts:
        return any(map(_underflows, p.parts))  # times a prior
    if p.kind == "prob" and p.has("joint") and p.has("acc"):
        return not p.has("stabilised", "clamped")
    if p.kind != "prob" or not p.parts or p.parts[0].kind != "logprob":
        return False
    log = p.parts[0]
    whole = log.reduced in ("sum", "?") or (log.pick == "?" and log.has("by-name"))
    return (
        whole
        and not p.has("stabilised", "clamped", "geometric")
        and not log.has("by-length", "stabilised", "difference")
    )


_OF_POSITION = re.compile(
    r"alternative|(?:one|a|each|the same) position|top[- ](?:k|\d|log)|next[- ]token", re.IGNORECASE
)
"""What log-probs are documented as that are no sequences'."""
_LATE = "exp of sequence log-likelihoods underflows to 0 before the sum and its log: logsumexp of the log-likelihoods"


def _behind(value: Value, depth: int = 3) -> Iterator[Value]:
    yield value
    inner = value.parts if value.kind != "list" else (value.elem,) if value.elem is not None else ()
    if depth:
        for part in inner:
            yield from _behind(part, depth - 1)


def check(event: Binary | Elementwise, at: Reporter) -> None:
    if isinstance(event, Elementwise):
        # log(exp(a) + exp(b))
        x = event.x
        if event.function == "log" and x.kind == "prob" and (x.reduced or x.outer or x.has("listed")):
            exps = [part for part in _behind(x) if _underflows(part)]
            if exps and x.parts and not _underflows(x):
                at.report(event.node, _LATE, exps[0].parts[0], trust=LIKELY)
                return
        if (
            event.function != "log"
            or x.kind != "prob"
            or len(x.parts) != 2
            or not all(map(_underflows, x.parts))
        ):
            return
        at.report(
            event.node,
            "exp of a sequence log-likelihood underflows to 0 before the log: logaddexp(a, b)",
            *x.parts,
            trust=LIKELY,
        )
        return
    if event.operation != "/" or event.left.kind != "prob":
        return
    left, right = event.left, event.right
    if left.has("by-name") and _OF_POSITION.search(at.function.doc):
        return
    total = right.parts[0] if right.parts else right
    total = total.elem or total
    normalises = (
        right.has("mass", "summed", "reduced", "listed")
        or right.reduced
        or right.outer
        or right.kind == "num"
        or len(right.parts) == 2
    )
    if (
        _underflows(left)
        and normalises
        and right.kind in ("prob", "num", "?")
        and (_underflows(total) or total.kind == "prob")
    ):
        at.report(event.node, "exp of sequence log-likelihoods underflows before they are normalised: softmax over the log-likelihoods",
                  left.parts[0] if left.parts else left, trust=LIKELY)  # fmt: skip


WRONG = (
    """
import numpy as np

class Chooser:
    def __init__(self, ranker, frequencies=None):
        self.ranker = ranker
        self.frequencies = frequencies

    def belief(self, story, endings):
        loglik = np.fromiter((self.ranker(story, ending) for ending in endings), float)
        share = np.exp(loglik)
        if self.frequencies is not None:
            share = share * np.asarray(self.frequencies)
        return share / share.sum()  # <- SEQ605
""",
    """
import torch

def shares(seq_logps, weights=None):
    '''seq_logps: summed log-probabilities of each reply (N,)'''
    p = seq_logps.exp()
    p = p if weights is None else p * weights
    return p / p.sum()  # <- SEQ605
""",
    """
import numpy as np
import torch

class Channel:
    def __init__(self, lm, noise_loglik):
        self.lm, self.noise = lm, noise_loglik

    def log_prior(self, ids):
        '''log P(sentence)'''
        lp = self.lm(ids).logits[0, :-1].log_softmax(-1)
        return lp[torch.arange(len(lp)), ids[0, 1:]].sum().item()

    def posterior(self, heard, meant):
        w = np.exp(np.array([self.log_prior(ids) + self.noise(heard, ids) for ids in meant]))
        return w / w.sum()  # <- SEQ605
""",
    """
import math
from collections import defaultdict

def shares(drawn):
    weight = defaultdict(float)
    for row in drawn:
        weight[row["meaning"]] += math.exp(sum(row["token_logprobs"]))
    everything = sum(weight.values())
    return {meaning: w / everything for meaning, w in weight.items()}  # <- SEQ605
""",
    """
import torch

def shares(seq_logps):
    '''seq_logps: summed log-probabilities of each answer (N,)'''
    p = torch.exp(seq_logps)
    return p / p.sum()  # <- SEQ605
""",
    """
import numpy as np

class Markov:
    def __init__(self, table):
        self.table = table

    def loglik(self, codes):
        '''log P(codes[1:] | codes[0])'''
        lp = self.table - np.logaddexp.reduce(self.table, axis=1, keepdims=True)
        return lp[codes[:-1], codes[1:]].sum()

def guess(sources, codes, prior):
    lls = np.array([source.loglik(codes) for source in sources])
    w = prior * np.exp(lls)
    return w / w.sum()  # <- SEQ605
""",
    """
import math

def log_marginal(samples):
    total = sum(math.exp(s.cumulative_logprob) for s in samples)
    return math.log(total / len(samples))  # <- SEQ605
""",
    """
import numpy as np

def posterior(loglikelihoods):
    p = np.exp(loglikelihoods)
    return p / p.sum()  # <- SEQ605
""",
    """
import torch

def choice_probs(model, rows, targets):
    scores = []
    for ids, tgt in zip(rows, targets):
        lp = torch.log_softmax(model(ids).logits[:, :-1], -1)
        scores.append(lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum())
    p = torch.stack(scores).exp()
    return p / p.sum()  # <- SEQ605
""",
    """
import numpy as np

def log_total(loglik_a, loglik_b):
    return np.log(np.exp(loglik_a) + np.exp(loglik_b))  # <- SEQ605
""",
)

RIGHT = (
    """
import numpy as np

class Chooser:
    def __init__(self, ranker, frequencies=None):
        self.ranker = ranker
        self.frequencies = frequencies

    def belief(self, story, endings):
        loglik = np.array([self.ranker(story, ending) for ending in endings])
        share = np.exp(loglik - loglik.max())
        if self.frequencies is not None:
            share = share * np.asarray(self.frequencies)
        return share / share.sum()
""",
    """
import numpy as np

def shares(lps):
    '''lps: log-probs of the alternatives at one position'''
    p = np.exp(lps)
    return p / p.sum()
""",
    """
import numpy as np

class Markov:
    def __init__(self, table):
        self.table = table

    def loglik(self, codes):
        '''log P(codes[1:] | codes[0])'''
        lp = self.table - np.logaddexp.reduce(self.table, axis=1, keepdims=True)
        return lp[codes[:-1], codes[1:]].sum()

def guess(sources, codes, prior):
    lls = np.array([source.loglik(codes) for source in sources])
    w = prior * np.exp(lls - lls.max())
    return w / w.sum()
""",
    """
import torch

def teacher(logprobs, targets):
    rows = []
    for token_pos_logprobs, target in zip(logprobs, targets):
        p = torch.tensor(token_pos_logprobs).exp()
        rows.append((p / p.sum(dim=0, keepdim=True), target))
    return rows
""",
    """
import torch

def renormalised(sequence_logprobs):
    w = torch.softmax(sequence_logprobs, -1)
    return w / w.sum()
""",
    """
from scipy.special import softmax

def posterior(loglikelihoods):
    return softmax(loglikelihoods)
""",
    """
import numpy as np

def posterior(loglikelihoods):
    p = np.exp(loglikelihoods - np.max(loglikelihoods))
    return p / p.sum()
""",
    """
import numpy as np

def log_total(loglik_a, loglik_b):
    return np.logaddexp(loglik_a, loglik_b)
""",
    """
import numpy as np

def confidence(token_logprobs):
    return np.exp(np.mean(token_logprobs))
""",
)

RULE = Rule("SEQ605", (("exp(",),), (Binary, Elementwise), check, WRONG, RIGHT, __doc__ or "")
