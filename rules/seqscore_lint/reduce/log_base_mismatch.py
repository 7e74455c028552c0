"""A base-2 or base-10 power or logarithm mixed with natural-log scores

## What goes wrong

Cross-entropy, log_softmax and the log-probs of serving APIs are natural logarithms: their inverse is `exp`,
not `2 **`. KenLM and ARPA models give base-10 logarithms, `log2` gives bits: their inverses are `10 **` and
`2 **`, and neither may be added to natural logarithms.

## Why it matters

`2 ** loss` is the perplexity to the power of 0.69: 19.1 instead of 70.6 in one report, and nothing looks
wrong.

## When it is fine

`2 **` of a value in bits, and a language-model weight that absorbs the constant in shallow fusion.

## Fix

`exp` for `exp2` and `pow(2, x)`, `math.e ** x` for `2 ** x`. The number changes, so the fix is unsafe.

## Sources

- huggingface/evaluate issue 241 and pull request 242; huggingface/transformers issue 740.
- kpu/kenlm issues 38 and 150: scores are log10.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Binary, Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope

_LOGS = {"e": "natural", "2": "base-2", "10": "base-10"}
_POWERS = {"e": "exp", "2": "a power of 2", "10": "a power of 10"}
_POWER_FUNCTIONS = ("pow", "power", "float_power")
_OTHER_BASE = r"log_?2\b|log_?10|\bbits?\b|base[-_ ]?(?:2|10|two)|kenlm|srilm|\barpa\b"


def check(event: Elementwise | Binary, at: Reporter) -> None:
    if isinstance(event, Elementwise):
        x = event.x
        if (
            event.function == "exp"
            and event.base != x.base
            and x.base in _LOGS
            and event.base in _LOGS
            and _is_log(x, at)
        ):
            at.report(
                event.node,
                f"{_POWERS[event.base]} of a {_LOGS[x.base]} logarithm: {_inverse(x.base)} undoes it",
                x,
                trust=LIKELY if x.has("by-name") else 2,
            )
        elif event.function == "exp" and event.base in ("2", "10") and _adds_natural_logs(x):
            _report_power(event, at)
    elif event.operation == "**":
        if event.left.const in (2, 10) and _adds_natural_logs(event.right):
            _report_power(event, at)
    elif event.operation in ("+", "-", "logaddexp"):
        left, right = _weighted(event)
        if left.base != right.base and all(map(_is_plain, (left, right))):
            at.report(
                event.node,
                f"a {_LOGS[left.base]} and a {_LOGS[right.base]} logarithm are combined: convert one of them "
                "first",
                left,
                right,
            )


def _report_power(event: Elementwise | Binary, at: Reporter) -> None:
    power = "a power of 10" if "10" in ast.unparse(event.node).split("*")[0] else "a power of 2"
    at.report(event.node, f"{power} of a mean of natural logarithms: exp undoes it", trust=LIKELY)


def _adds_natural_logs(value: Value, depth: int = 8) -> bool:
    """Whether it is the sum or the mean of natural logarithms, whatever they are of, or that with its sign changed."""
    added = False
    while depth and not value.known and value.parts:
        if value.has("log"):
            return added and value.base == "e"
        if value.has("reduced"):
            added = added or value.has("sum", "mean")
        elif not value.has("negated", "quotient") or _changes_base(value):
            return False
        value = value.parts[0]
        if value.kind == "list" and value.elem is not None:
            value = value.elem
        depth -= 1
    return False


def _changes_base(quotient: Value) -> bool:
    """Whether it was divided by a constant like log(2)."""
    divisor = quotient.parts[-1].const if quotient.has("quotient") else None
    return isinstance(divisor, float) and not divisor.is_integer()


def _weighted(event: Binary) -> tuple[Value, Value]:
    """Both sides; of ``w * a + (1 - w) * b``, whose weights hold no constant, what is weighted."""
    node = event.node
    sides = [getattr(node, side, None) for side in ("left", "right")]
    weights = [
        {ast.unparse(part.left), ast.unparse(part.right)}
        for part in sides
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult)
    ]
    if len(weights) == 2 and any(f"1 - {w}" in weights[1 - i] for i in (0, 1) for w in weights[i]):
        found = [next((p for p in v.parts if p.is_score), v) for v in (event.left, event.right)]
        return found[0], found[1]
    return event.left, event.right


def _is_plain(score: Value) -> bool:
    """A logarithm of known base without a weight that may hold the constant."""
    return score.kind in ("logprob", "nll") and score.base in _LOGS and not score.has("scaled", "by-name")


def _is_log(x: Value, at: Reporter) -> bool:
    if x.kind == "entropy":
        return bool(x.parts) and x.parts[0].kind == "plogp" and not x.has("geometric", "by-name")
    if x.kind not in ("nll", "logprob") or x.has("scaled", "shifted", "quotient"):
        return False
    return (
        not x.has("by-name")
        or x.has("logged")
        or x.base != "e"
        or (
            x.kind == "nll"
            and x.trust >= LIKELY
            and not at.module.says(_OTHER_BASE)
            and at.module.says("perplex|ppl")
        )
    )


def _inverse(base: str) -> str:
    return {"e": "exp", "2": "2 ** x", "10": "10 ** x"}[base]


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """``exp2(x)`` and ``pow(2, x)`` as ``exp(x)`` of the same library, ``2 ** x`` as ``e ** x``."""
    import libcst as cst

    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Power) and _is_two(node.left):
        # A tensor has no math.exp, so the operator stays.
        return node.with_changes(left=cst.Name("e")) if scope.import_name("math", "e", at=node) else None
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    exp = node.func.with_changes(attr=cst.Name("exp"))
    if node.func.attr.value == "exp2":
        return node.with_changes(func=exp)
    if node.func.attr.value in _POWER_FUNCTIONS and len(node.args) == 2 and _is_two(node.args[0].value):
        return node.with_changes(func=exp, args=[node.args[1]]) if node.args[1].keyword is None else None
    return None


def _is_two(node: cst.BaseExpression) -> bool:
    import libcst as cst

    return isinstance(node, (cst.Integer, cst.Float)) and node.value in ("2", "2.0", "2.")


FIX = Fix("unsafe", "Exponentiate natural logarithms with base e", _rewrite)

WRONG = (
    """
import tensorflow as tf
from tensorflow import keras

entropy_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

def totals(lm, seen, following, weight):
    costs = entropy_of(following, lm(seen))
    weight = tf.cast(weight, costs.dtype)
    return tf.reduce_sum(costs * weight), tf.reduce_sum(weight)

def perplexity(lm, batches):
    cost = weight = 0.0
    for seen, following, counted in batches:
        one, many = totals(lm, seen, following, counted)
        cost += one.numpy()
        weight += many.numpy()
    return 2 ** (cost / max(weight, 1.0))  # <- SEQ411
""",
    """
import numpy as np
from nltk.lm import Laplace

def perplexity(model, grams):
    total = sum(model.logscore(gram[-1], gram[:-1]) for gram in grams)
    return np.exp(-total / len(grams))  # <- SEQ411
""",
    """
import kenlm
import numpy as np

arpa = kenlm.Model("en.arpa")

def mixture(client, sentence, share):
    \"\"\"log of share * p_ngram + (1 - share) * p_neural\"\"\"
    neural = client.score(sentence)["logprob"]
    return np.logaddexp(np.log(share) + arpa.score(sentence), np.log1p(-share) + neural)  # <- SEQ411
""",
    """
import numpy as np
import pandas as pd

def perplexity(column):
    bits = -np.mean(np.log(column))
    return 2 ** bits  # <- SEQ411

def table(path):
    frame = pd.read_parquet(path)
    return frame.groupby("doc").p.apply(perplexity)
""",
    """
import math

class Bigram:
    def perplexity(self, sentence):
        total, n = 0.0, 0
        for a, b in zip(sentence, sentence[1:]):
            total += math.log(self.share(a, b))
            n += 1
        return math.pow(2, -total / n)  # <- SEQ411
""",
    """
import numpy as np

def doc_ppl(row_probs):
    lp = np.log(row_probs)
    return np.exp2(-lp.mean())  # <- SEQ411
""",
    """
import numpy as np
from scipy.special import log_softmax

class Reader:
    def __init__(self, weights):
        self.W, self.V, self.c = weights

    def rows(self, symbols):
        h = np.zeros(len(self.c))
        for s in symbols:
            h = np.tanh(self.W[:, s] + self.V @ h)
            y = self.V @ h + self.c
            yield log_softmax(y)

    def perplexity(self, symbols):
        total = 0.0
        for row, following in zip(self.rows(symbols[:-1]), symbols[1:]):
            total -= row[following]
        return 2 ** (total / (len(symbols) - 1))  # <- SEQ411
""",
    """
import torch
import torch.nn.functional as F

def perplexity(logits, ids):
    nll = F.cross_entropy(logits[:-1], ids[1:])
    return torch.exp2(nll)  # <- SEQ411
""",
    """
def perplexity(model, ids):
    return 2 ** model(ids, labels=ids).loss.item()  # <- SEQ411
""",
    """
import math

def perplexity(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.pow(2, -sum(lps) / len(lps))  # <- SEQ411
""",
    """
import numpy as np
import kenlm

def perplexity(path, sentence):
    model = kenlm.Model(path)
    return np.exp(-model.score(sentence) / (len(sentence.split()) + 1))  # <- SEQ411
""",
    """
import numpy as np

def perplexity(probs, ids):
    surprisals = -np.log2(probs[np.arange(len(ids)), ids])
    return np.exp(surprisals.mean())  # <- SEQ411
""",
    """
import torch
import kenlm

def fused(path, logits, ids, text):
    lm = kenlm.Model(path)
    logp = torch.log_softmax(logits, dim=-1).gather(-1, ids[:, None]).sum()
    return logp + lm.score(text)  # <- SEQ411
""",
)

RIGHT = (
    """
import math

class Bigrams:
    def total(self, words):
        return sum(math.log(self.prob(b, a)) for a, b in zip(words, words[1:]))

    def perplexity(self, corpus):
        nats = sum(self.total(words) for words in corpus)
        n = sum(len(words) - 1 for words in corpus)
        return 2 ** (-nats / math.log(2) / n) if n else math.inf
""",
    """
def depth(loss_level):
    return 2 ** loss_level
""",
    """
import kenlm
import numpy as np

arpa = kenlm.Model("en.arpa")

def mixture(client, sentence, share):
    neural = client.score(sentence)["logprob"]
    return np.logaddexp(np.log(share) + arpa.score(sentence) * np.log(10), np.log1p(-share) + neural)
""",
    """
import math
import numpy as np

def perplexity(column):
    return 2 ** -np.mean(np.log2(column))

def tree_depth(n):
    return 2 ** math.ceil(math.log(n))

def growth(values):
    return 2 ** (math.log(values[-1]) - math.log(values[0]))
""",
    """
import torch
import torch.nn.functional as F

def perplexity(logits, ids):
    return torch.exp(F.cross_entropy(logits[:-1], ids[1:]))
""",
    """
import math
import torch.nn.functional as F

def perplexity(logits, ids):
    bits = F.cross_entropy(logits[:-1], ids[1:]) / math.log(2)
    return 2 ** bits
""",
    """
import kenlm

def perplexity(path, sentence):
    model = kenlm.Model(path)
    return 10 ** (-model.score(sentence) / (len(sentence.split()) + 1))
""",
    """
import math
import torch
import kenlm

def fused(path, logits, ids, text):
    lm = kenlm.Model(path)
    logp = torch.log_softmax(logits, dim=-1).gather(-1, ids[:, None]).sum()
    return logp + lm.score(text) * math.log(10)
""",
    """
import torch
import kenlm

def shallow_fusion(path, logits, ids, text, alpha):
    lm = kenlm.Model(path)
    logp = torch.log_softmax(logits, dim=-1).gather(-1, ids[:, None]).sum()
    return logp + alpha * lm.score(text)
""",
    """
def backoff(attempt, loss_scale):
    return 2 ** attempt * loss_scale
""",
    """
import numpy as np

def perplexity(p):
    return 2 ** -(p * np.log2(p)).sum()
""",
)

RULE = Rule(
    "SEQ411",
    (
        ("exp2", "**", "pow", "log2", "log10", "log(", "kenlm", "base_two", "logscore"),
        ("kenlm", "log2", "log10", "logscore", *contract.LOSS_WORDS, *contract.PPL_WORDS),
    ),
    (Elementwise, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    FIX,
)
