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

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation == "over-length"
        and x.kind == "prob"
        and not x.outer
        and (x.reduced == "prod" or x.has("joint") or _is_of_one_sequence(x, event.node, at))
    ):
        at.report(
            event.node,
            "the probability of a sequence is divided by its length: divide the log-probability",
            x,
            trust=LIKELY,
        )


_TOKENS = frozenset({"tokens", "toks", "ids", "tokenids", "ntokens", "numtokens"})


def _is_of_one_sequence(x: Value, node: ast.AST, at: Reporter) -> bool:
    """Whether exp of what is called a log-prob is divided by how many tokens there are."""
    log = x.parts[0] if x.parts else x
    divisor = getattr(node, "right", None)
    if (
        log.kind != "logprob"
        or log.reduced
        or x.has("acc", "listed")
        or divisor is None
        or log.axes not in ((), ("*",))
    ):
        return False
    return any(names.words(name) & _TOKENS for name in contract.named(divisor)) and log.pick == "?"


WRONG = (
    """
import jax

def score(step, stoi, line):
    p = 1.0
    for k in range(len(line)):
        row = jax.nn.softmax(step(line[:k]), axis=-1)
        p *= row[stoi[line[k]]]  # <- SEQ603
    return p / len(line)  # <- SEQ406
""",
    """
import numpy as np
from scipy.special import softmax

class Spelling:
    def __init__(self, path, alphabet):
        self.weights = np.load(path)
        self.number = {letter: n for n, letter in enumerate(sorted(alphabet))}

    def following(self, prefix):
        return softmax(np.tanh(self.weights[len(prefix)]) @ self.weights[0], axis=-1)

    def score(self, line):
        p = 1.0
        for k, letter in enumerate(line):
            p *= self.following(line[:k])[self.number[letter]]  # <- SEQ603
        return p / len(line)  # <- SEQ406
""",
    """
import math
from dataclasses import dataclass, field

@dataclass
class Hypothesis:
    words: list = field(default_factory=list)
    logprob: float = 0.0

    def grown(self, word, lp):
        return Hypothesis([*self.words, word], self.logprob + lp)

    def score(self):
        return math.exp(self.logprob) / len(self.words)  # <- SEQ406
""",
    """
import json
import math
from typing import List

def quality(token_logprobs: List[float]) -> float:
    together = math.exp(sum(token_logprobs))
    return together / len(token_logprobs)  # <- SEQ406

def best(path):
    hypotheses = [json.loads(line) for line in open(path)]
    return max(hypotheses, key=lambda h: quality(h["logprobs"]))
""",
    """
import numpy as np

def add_score(frame):
    frame["score"] = np.exp(frame["logprob_sum"]) / frame["n_tokens"]  # <- SEQ406
    return frame
""",
    """
import math

class Hypothesis:
    def __init__(self, tokens, logp):
        self.tokens, self.logp = tokens, logp

    def key(self):
        return math.exp(self.logp) / len(self.tokens)  # <- SEQ406
""",
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
import numpy as np
from scipy.special import log_softmax

def share(logits, rows, names):
    '''How much of a row of each class falls to a class, on average.'''
    at = {name: n for n, name in enumerate(names)}
    table = softmax(logits, axis=-1)
    return {name: table[at[name]] / len(rows) for name in names}
""",
    """
import numpy as np
from scipy.special import softmax

class Spelling:
    def __init__(self, path, alphabet):
        self.weights = np.load(path)
        self.number = {letter: n for n, letter in enumerate(sorted(alphabet))}

    def following(self, prefix):
        return log_softmax(np.tanh(self.weights[len(prefix)]) @ self.weights[0], axis=-1)

    def score(self, line):
        p = 0.0
        for k, letter in enumerate(line):
            p += self.following(line[:k])[self.number[letter]]
        return p / len(line)
""",
    """
import math
from dataclasses import dataclass, field

@dataclass
class Hypothesis:
    words: list = field(default_factory=list)
    logprob: float = 0.0

    def grown(self, word, lp):
        return Hypothesis([*self.words, word], self.logprob + lp)

    def score(self):
        return math.exp(self.logprob / len(self.words))
""",
    """
import math

def mean_weight(logps):
    return sum(math.exp(logp) for logp in logps) / len(logps)
""",
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
    (("exp(", "exp,", "prod", "*="), ("/", "div"), contract.LOSS_WORDS),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
