"""-p log p summed over the chosen tokens instead of the vocabulary

## What goes wrong

The entropy of a next-token distribution is the sum of -p log p over all its entries. Summed over the chosen
tokens of a sequence, it is the sum of one term from each distribution: not the entropy of any of them.

## Why it matters

-p log p is 0 both for certain and for impossible tokens, so a surprising token lowers this "entropy".

## When it is fine

The mean of -log p over sampled tokens is a fair estimate of the entropy, without the factor p. A loss
weighted by the detached probability is no entropy.

## Fix

`-(p * log p).sum(-1)` over the vocabulary axis before any token is chosen, or the mean of -log p. Not
rewritten: serving APIs don't return the vocabulary.

## Sources

- Cover and Thomas: Elements of Information Theory, chapter 2.
"""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_ENTROPY = re.compile(r"[Ee]ntrop|ENTROP|[Uu]ncertaint|(?<![a-zA-Z])H(?![a-zA-Z])")


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation not in ("sum", "mean")
        or x.kind != "plogp"
        or not (x.pick == "chosen" or (x.pick == "?" and x.has("gathered")))
        or x.reduced
        or not x.has("own")
    ):
        return
    called = (contract.intent(at), *contract.targets(at, event.node), *contract.passed_as(at, event.node))
    if "V" in event.axis_name or not _ENTROPY.search(" ".join(called)):
        return
    at.report(
        event.node,
        "-p log p of the chosen tokens is added up: an entropy sums over the vocabulary of each position",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import torch

def statistics(logits, ids, live):
    mine = torch.log_softmax(logits, dim=-1).gather(-1, ids[..., None])[..., 0]
    total = -(mine.exp() * mine).sum(1)  # <- SEQ416
    return dict(logprob=mine.sum(1), entropy=total / live.sum(1))
""",
    """
import numpy as np
from scipy.special import logsumexp

def log_normalised(scores):
    return scores - logsumexp(scores, axis=-1, keepdims=True)

def token_entropy(scores, ids):
    # of the model's (T, V) scores at the (T,) tokens that it wrote
    mine = log_normalised(scores)[np.arange(len(ids)), ids]
    return -(np.exp(mine) * mine).mean()  # <- SEQ416
""",
    """
import numpy as np

stored = np.load("run.npz")
lp = stored["token_logprobs"]
entropy = -(lp * np.exp(lp)).sum()  # <- SEQ416
print("entropy", entropy)
""",
    """
import numpy as np

class Monitor:
    def __init__(self):
        self.seen = []

    def add(self, logprobs):
        self.seen.extend(logprobs)

    def entropy(self):
        lp = np.asarray(self.seen)
        return -np.sum(np.exp(lp) * lp) / len(lp)  # <- SEQ416
""",
    """
import math

def entropy(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return -sum(math.exp(lp) * lp for lp in lps)  # <- SEQ416
""",
    """
import torch

def token_entropy(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1).gather(2, ids[:, 1:, None]).squeeze(2)
    return -(logp.exp() * logp).sum(-1)  # <- SEQ416
""",
    """
import numpy as np

def uncertainty(response):
    lps = np.array(response["choices"][0]["logprobs"]["token_logprobs"][1:])
    entropy = -np.sum(np.exp(lps) * lps)  # <- SEQ416
    return entropy
""",
    """
import math

def sequence_entropy(choice):
    total = 0.0
    for token in choice.logprobs.content:
        p = math.exp(token.logprob)
        total -= p * math.log(p)  # <- SEQ416
    return total
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import log_softmax

def entropy_of_head(logits, k):
    logp = log_softmax(logits, axis=-1)
    ranked = np.take_along_axis(logp, np.argsort(-logp, axis=-1), axis=-1)
    return -(np.exp(ranked) * ranked).sum(axis=-1), ranked[..., :k]
""",
    """
import numpy as np

stored = np.load("run.npz")
lp = stored["token_logprobs"]
surprisal = -lp.sum()
print("surprisal", surprisal)
""",
    """
import numpy as np

def step_entropy(logprobs):
    lp = np.asarray(logprobs)
    return -np.sum(np.exp(lp) * lp)

def mean_entropy(steps):
    return np.mean([step_entropy([a.logprob for a in step.top_logprobs]) for step in steps])
""",
    """
import torch

def entropy(model, ids):
    logp = torch.log_softmax(model(ids).logits, dim=-1)
    return -(logp.exp() * logp).sum(-1)
""",
    """
def entropy_estimate(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return -sum(lps) / len(lps)
""",
    """
import math

def top_entropy(entry):
    return -sum(math.exp(t.logprob) * t.logprob for t in entry.top_logprobs)
""",
    """
import torch

def weighted_loss(logits, labels):
    logp = torch.log_softmax(logits, -1).gather(-1, labels[..., None]).squeeze(-1)
    return -(logp.exp().detach() * logp).mean()
""",
    """
import torch

def entropy_from_logits(logits):
    p = torch.softmax(logits, dim=-1)
    return torch.logsumexp(logits, dim=-1) - (p * logits).sum(-1)
""",
)

RULE = Rule(
    "SEQ416",
    (("ntrop", "ncertaint", "H(", "H =", "H -=", "H +="), ("exp", "softmax", "Softmax", "log")),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
