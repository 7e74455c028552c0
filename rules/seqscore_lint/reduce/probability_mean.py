"""The arithmetic mean of token probabilities as the score of a sequence

## What goes wrong

The mean of the token probabilities isn't a function of their product: two sequences can be ranked one way by
their probability and the other way by this mean. One impossible token costs 1/n of the mean, but makes the
sequence impossible.

## Why it matters

A sequence of probabilities 0.9, 0.9, 0.001 scores 0.6 and beats 0.5, 0.5, 0.5, which is 150 times as likely.

## When it is fine

As a documented heuristic confidence (speech recognition, OCR), where nobody takes it for a likelihood. A
function or variable that says so silences this rule.

## Fix

The geometric mean, `exp(mean(log p))`, or the sum of the log-probs. Not rewritten: which of the two is meant
depends on whether the score is to be length-normalised.

## Sources

- McGill-NLP/bias-bench issue 3: the paper takes logarithms, the code averages probabilities.
- absadiki/pywhispercpp pull request 129: the reviewer asks for the mean log-prob.
"""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_CONFIDENCE = re.compile(r"confiden|certain|calibrat|accura|agreement|overlap|acceptance", re.IGNORECASE)
_MEAN = re.compile(r"(?<![a-z])(?:mean|avg|average[sd]?|arithmetic)(?![a-z])", re.IGNORECASE)
_SCORE = re.compile(
    r"score|rank|likel|plausib|fluen|perplex|log[-_ ]?p|best|prefer|choose|pick|select", re.IGNORECASE
)


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation != "mean"
        or x.kind != "prob"
        or x.pick not in ("chosen", "first")
        or x.domain == "classifier"
        or contract.at_one_place(x)
        or x.outer
    ):
        return
    if x.reduced not in ("", "sum") or x.has("complement", "joint", "elementwise", "renormalised"):
        return
    if x.has("by-name") and not (_is_picked(x) or x.trust >= LIKELY):
        return
    if event.spelled in ("call", "list") and not any(
        axis in ("T", "N", "*") for axis in event.axis_name.split("+")
    ):
        return
    said = " ".join(
        (contract.intent(at), at.module.said_around(at.function.node), *contract.targets(at, event.node))
    )
    if x.has("by-name") and not (contract.whole_prob(said) or (x.has("normalised") and _SCORE.search(said))):
        return
    if not x.domain and not at.module.says(_OF_LANGUAGE):
        return
    if _CONFIDENCE.search(said) or (
        _MEAN.search(said) and not (_SCORE.search(said) or contract.whole_prob(said))
    ):
        return
    at.report(
        event.node,
        "token probabilities are averaged: their mean doesn't rank sequences as their product does; average "
        "the logarithms",
        x,
        trust=LIKELY,
    )


_OF_LANGUAGE = r"token|vocab|sentence|sequence|completion|language|answer|response|text|word|hypothes"


def _is_picked(x: Value) -> bool:
    """Whether token ids picked it from what is called probabilities."""
    return any(part.kind == "prob" and "V" in part.axes for part in contract.chain(x, 2))


WRONG = (
    """
import numpy as np

def hypothesis_score(step_logits, tokens):
    e = np.exp(step_logits - step_logits.max(-1, keepdims=True))
    p = e / e.sum(-1, keepdims=True)
    return np.mean([p[t, token] for t, token in enumerate(tokens)])  # <- SEQ405
""",
    """
import numpy as np
import pandas as pd

def likelihoods(tokens: pd.DataFrame) -> pd.Series:
    \"\"\"One sequence likelihood for each doc, from columns doc, position, logprob.\"\"\"
    tokens = tokens.assign(p=np.exp(tokens["logprob"]))
    return tokens.groupby("doc")["p"].mean()  # <- SEQ405
""",
    """
import numpy as np

def clean(lps: list[float]) -> np.ndarray:
    values = np.asarray(lps, dtype=float)
    assert values.ndim == 1
    return values

def sentence_probability(lps: list[float]) -> float:
    return float(np.exp(clean(lps)).mean())  # <- SEQ405
""",
    """
import numpy as np

def taken(path):
    held = np.load(path)
    table, ids = held["probs"], held["ids"]
    return table[np.arange(len(ids)), ids]

def sequence_likelihood(p):
    return p.mean()  # <- SEQ405

def report(paths):
    return {path: sequence_likelihood(taken(path)) for path in paths}
""",
    """
import numpy as np
import pandas as pd

tokens = pd.read_csv("tokens.csv")
tokens["prob"] = np.exp(tokens["logprob"])
texts = tokens.groupby("text_id").aggregate(
    plausibility=("prob", "mean"),  # <- SEQ405
    length=("prob", "size"),
)
print(texts.sort_values("plausibility"))
""",
    """
import torch

def sentence_score(model, ids):
    probs = torch.softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = probs.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.mean(-1)  # <- SEQ405
""",
    """
import math

def rank(choices):
    def score(choice):
        ps = [math.exp(t.logprob) for t in choice.logprobs.content]
        return sum(ps) / len(ps)  # <- SEQ405

    return sorted(choices, key=score, reverse=True)
""",
    """
import numpy as np

def likelihood(response):
    lps = response["choices"][0]["logprobs"]["token_logprobs"][1:]
    return np.mean(np.exp(lps))  # <- SEQ405
""",
    """
def sequence_score(model, ids):
    probs = model(ids).logits.softmax(-1)
    total = 0.0
    for i, token in enumerate(ids[0, 1:]):
        total += probs[0, i, token].item()
    return total / (len(ids[0]) - 1)  # <- SEQ405
""",
)

RIGHT = (
    """
import math
import torch
from transformers import AutoModelForCausalLM

def load(names):
    return [AutoModelForCausalLM.from_pretrained(n).eval() for n in names]

def next_probability(names, ids, nxt):
    '''Probability of the next word's token, a likelihood averaged over the models.'''
    found = []
    for net in load(names):
        z = net(ids).logits[0, -1].float()
        found.append(z.softmax(-1)[nxt].item())
    return sum(found) / len(found)

def sentence_logprob(names, ids, t):
    lps = [net(ids).logits[0, t].log_softmax(-1)[ids[0, t + 1]].item() for net in load(names)]
    return math.log(sum(math.exp(v) for v in lps) / len(lps))
""",
    """
import torch
from transformers import AutoModelForCausalLM

NETS = [AutoModelForCausalLM.from_pretrained(n).eval() for n in ("a", "b")]

def sequence_prob(ids, t):
    p = 0.0
    for net in NETS:
        p += net(ids).logits[0, t].softmax(-1)[ids[0, t + 1]]
    return p / len(NETS)
""",
    """
import torch

def expected_hits(model, x, y):
    p = model(x).logits.softmax(-1)
    return p[torch.arange(len(y)), y].mean()
""",
    """
import numpy as np

def accuracy_of_class(path):
    held = np.load(path)
    table, labels = held["probs"], held["labels"]
    return table[np.arange(len(labels)), labels].mean()
""",
    """
import numpy as np
import pandas as pd

tokens = pd.read_csv("tokens.csv")
texts = tokens.groupby("text_id").aggregate(mean_logprob=("logprob", "mean"), length=("logprob", "size"))
texts["geometric_mean"] = np.exp(texts["mean_logprob"])
print(texts.sort_values("geometric_mean"))
""",
    """
import torch

def sentence_score(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.mean(-1).exp()
""",
    """
import numpy as np

def mean_token_probability(response):
    lps = response["choices"][0]["logprobs"]["token_logprobs"][1:]
    return np.mean(np.exp(lps))
""",
    """
import math

def word_confidence(tokens):
    return sum(math.exp(t.logprob) for t in tokens) / len(tokens)
""",
    """
import torch.nn.functional as F

def soft_accuracy(logits, labels):
    return F.softmax(logits, dim=-1).gather(1, labels[:, None]).squeeze(1).mean()
""",
    """
def mean_accuracy(hits):
    return sum(hits) / len(hits)
""",
)

RULE = Rule(
    "SEQ405",
    (("mean", "average", "/", "div"), ("softmax", "Softmax", "exp(", "exp,", "probs", "_prob", "prob_")),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    yields_to=("SEQ404",),
)
