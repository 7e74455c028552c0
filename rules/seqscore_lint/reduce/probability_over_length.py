"""The probability of a sequence, not its logarithm, divided by the length

## What goes wrong

Length normalisation divides the log-probability by the number of tokens: the n-th root of the probability.
Dividing the probability itself by n is neither; it makes long sequences, whose probability is small already,
smaller still.

## Why it matters

It moves the score in the direction opposite to the one intended: the bias towards short sequences grows.

## When it is fine

Dividing a sum of several sequences' probabilities by their number is an average over sequences.

## Fix

`logprob / n`, or `exp(logprob / n)` for the geometric mean. Not rewritten: the division has to move inside
the exponential.

## Sources

- allenai/DataDecide issue 3: the formula P/tokens of the paper, and the code with log P.
- Wu et al.: Google's Neural Machine Translation System (2016), equation 14: the length penalty divides log P.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation == "over-length"
        and x.kind == "prob"
        and not x.outer
        and (x.reduced == "prod" or x.has("joint"))
    ):
        at.report(
            event.node,
            "the probability of a sequence is divided by its length: divide the log-probability",
            x,
            trust=LIKELY,
        )


WRONG = (
    """
import torch

def score(logp, ids):
    logp = torch.log_softmax(logp, dim=-1).gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return logp.sum().exp() / len(ids)  # <- SEQ406
""",
    """
import math

def normalised(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    prob = math.exp(sum(lps))
    return prob / len(lps)  # <- SEQ406
""",
    """
import numpy as np

def score(response, n_tokens):
    lps = response["choices"][0]["logprobs"]["token_logprobs"][1:]
    p = np.exp(np.sum(lps))
    return p / n_tokens  # <- SEQ406
""",
)

RIGHT = (
    """
import math

def normalised(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.exp(sum(lps) / len(lps))
""",
    """
import math

def average_probability(choices):
    total = 0.0
    for choice in choices:
        total += math.exp(sum(t.logprob for t in choice.logprobs.content))
    return total / len(choices)
""",
    """
import math

def posterior(choices):
    scores = [sum(t.logprob for t in c.logprobs.content) for c in choices]
    weights = [math.exp(score - max(scores)) for score in scores]
    return [w / sum(weights) for w in weights]
""",
    """
import math

def geometric(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.exp(sum(lps)) ** (1 / len(lps))
""",
)

RULE = Rule(
    "SEQ406",
    (("exp(", "exp,", "prod", "*="), ("/", "div"), contract.LOG_WORDS),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
