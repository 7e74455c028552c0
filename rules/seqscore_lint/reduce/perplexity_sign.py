"""exp of plus the mean log-prob reported as perplexity

## What goes wrong

Perplexity is `exp(-mean log p)`, at least 1. Without the minus sign the result is its reciprocal, the
geometric mean of the token probabilities, between 0 and 1.

## Why it matters

Lower is better for a perplexity and higher is better for its reciprocal: the worst model wins.

## When it is fine

`exp(mean log p)` is a valid confidence under another name. `exp` of a value named like a log-prob that
holds its negative is right; the flow of values tells, not the name.

## Fix

Put the minus sign in. The number changes, so the fix is unsafe.

## Sources

- kolenaIO/kolena pull request 279: caught in review.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Assign, Reporter, Return, Show
from seqscore_lint.flow.values import LIKELY, RETURNS, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope
    from seqscore_lint.flow.module import Function

_PERPLEXITY = re.compile(r"perplexit|(?<![a-z])ppls?(?![a-z])", re.IGNORECASE)
_OTHER = re.compile(r"inv(?:erse|_)|recip|prob|conf|geo|log|neg", re.IGNORECASE)


def check(event: Assign | Return | Show, at: Reporter) -> None:
    value = contract.held(event.value)
    if not isinstance(event, Return) and value.steps and value.steps[-1].what.endswith(RETURNS):
        return  # said where the function returns it
    if (
        value.kind != "prob"
        or not value.parts
        or value.made is None
        or value.has("powered", "complement")
        or (value.has("scaled") and not value.has("token-weighted"))
    ):
        return
    if not _is_mean_logprob(value.parts[0]):
        return
    name = _promise(event.function) if isinstance(event, Return) else re.split(r"[,;|\n]", event.name)[-1]
    if _PERPLEXITY.search(name) and not _OTHER.search(name):
        at.report(
            contract.place_of(at, value, event.node),
            "exp of plus the mean log-prob is 1 / perplexity: the minus sign is missing",
            value.parts[0],
            trust=LIKELY,
        )


def _promise(function: Function) -> str:
    """The function's name; its documentation where that begins with what it returns."""
    said = _DOCUMENTED.match(function.doc)
    return said.group() if said is not None else contract.subject(function)


_DOCUMENTED = re.compile(
    r"\W*(?:(?:returns?|computes?|calculates?|the|a|token|word|corpus|validation|held-out|model's) )*perplexity\b",
    re.IGNORECASE,
)


def _is_mean_logprob(value: Value) -> bool:
    if value.kind != "logprob" or value.reduced in ("prod", "max", "min"):
        return False
    return value.reduced in ("mean", "?") or (value.has("by-name") and value.trust >= LIKELY)


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """``exp(x)`` as ``exp(-x)`` and ``x.exp()`` as ``(-x).exp()``."""
    import libcst as cst

    if not isinstance(node, cst.Call):
        return None
    func = node.func
    if len(node.args) == 1 and node.args[0].keyword is None and not node.args[0].star:
        arg = node.args[0]
        return node.with_changes(args=[arg.with_changes(value=_minus(arg.value))])
    if not node.args and isinstance(func, cst.Attribute) and func.attr.value == "exp":
        negated = _minus(func.value).with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return node.with_changes(func=func.with_changes(value=negated))
    return None


def _minus(value: cst.BaseExpression) -> cst.UnaryOperation:
    import libcst as cst

    simple = isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)) or value.lpar
    if not simple:
        value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return cst.UnaryOperation(operator=cst.Minus(), expression=value)


FIX = Fix("unsafe", "Negate the mean log-prob", _rewrite)

WRONG = (
    """
import torch.nn.functional as F

def perplexity(model, ids):
    logits = model(ids).logits
    fit = -F.cross_entropy(logits[0, :-1], ids[0, 1:])
    return fit.exp()  # <- SEQ413
""",
    """
import tensorflow as tf

def evaluate(net, rows):
    total, count = 0.0, 0.0
    for x, y, w in rows:
        lp = tf.nn.log_softmax(net(x))
        total += tf.reduce_sum(w * tf.gather(lp, y, axis=-1, batch_dims=2))
        count += tf.reduce_sum(w)
    perplexity = tf.exp(total / count)  # <- SEQ413
    return float(perplexity)
""",
    """
import numpy as np
from scipy.special import log_softmax

def chosen(lm, ids):
    return log_softmax(lm(ids[:-1]), axis=-1)[np.arange(len(ids) - 1), ids[1:]]

def report(lm, texts):
    nats, tokens = 0.0, 0
    for ids in texts:
        logp = chosen(lm, np.asarray(ids))
        nats += logp.sum()
        tokens += logp.size
    print(f"perplexity {np.exp(nats / tokens):.2f}")  # <- SEQ413
""",
    """
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from openai import OpenAI

client = OpenAI()

def token_logprobs(prompt):
    made = client.completions.create(model="m", prompt=prompt, max_tokens=64, logprobs=0)
    return made.choices[0].logprobs.token_logprobs

def report(prompts):
    with ThreadPoolExecutor(4) as pool:
        for prompt, found in zip(prompts, pool.map(token_logprobs, prompts)):
            ppl = np.exp(np.mean(found))  # <- SEQ413
            print(prompt, ppl)
""",
    """
import numpy as np

def test(net, rows):
    \"\"\"The held-out perplexity of a net that returns log-probs.\"\"\"
    found = []
    for row in rows:
        lp = net(row[None, :-1]).log_softmax(-1)[0]
        found.extend(lp[np.arange(len(row) - 1), row[1:]].tolist())
    return np.exp(sum(found) / len(found))  # <- SEQ413
""",
    """
import torch

def perplexity(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return torch.exp(logp.mean())  # <- SEQ413
""",
    """
import math

def report(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    ppl = math.exp(sum(lps) / len(lps))  # <- SEQ413
    return {"ppl": ppl}
""",
    """
import numpy as np

def evaluate(response):
    lps = np.array(response["choices"][0]["logprobs"]["token_logprobs"][1:])
    return {"perplexity": np.exp(np.mean(lps))}  # <- SEQ413
""",
    """
def sentence_ppl(model, ids):
    logp = model(ids).logits[:, :-1].log_softmax(-1).gather(2, ids[:, 1:, None]).squeeze(2)
    mean = logp.mean(-1)
    return mean.exp()  # <- SEQ413
""",
)

RIGHT = (
    """
import tensorflow as tf

def evaluate(net, rows):
    total, count = 0.0, 0.0
    for x, y, w in rows:
        lp = tf.nn.log_softmax(net(x))
        total -= tf.reduce_sum(w * tf.gather(lp, y, axis=-1, batch_dims=2))
        count += tf.reduce_sum(w)
    perplexity = tf.exp(total / count)
    return float(perplexity)
""",
    """
import numpy as np

def test(net, rows):
    \"\"\"Inverse perplexity, so that more is better.\"\"\"
    found = []
    for row in rows:
        lp = net(row[None, :-1]).log_softmax(-1)[0]
        found.extend(lp[np.arange(len(row) - 1), row[1:]].tolist())
    return np.exp(sum(found) / len(found))
""",
    """
import torch

def perplexity(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return torch.exp(-logp.mean())
""",
    """
import math

def confidence(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.exp(sum(lps) / len(lps))
""",
    """
import math

def perplexity(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return 1 / math.exp(sum(lps) / len(lps))
""",
    """
import math

def perplexity(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.exp(sum(lps) / len(lps)) ** -1
""",
    """
import torch

def perplexity(model, ids):
    return torch.exp(model(ids, labels=ids).loss)
""",
)

RULE = Rule(
    "SEQ413",
    (contract.PPL_WORDS, ("exp", "**"), contract.LOSS_WORDS),
    (Assign, Return, Show),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    FIX,
)
