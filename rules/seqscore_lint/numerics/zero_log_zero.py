"""p · log(p) with p = 0

## What goes wrong

0 · log(0) is 0 · -inf, which is NaN, where the limit is 0. A probability is exactly 0 wherever a logit was masked
with -inf, cut by top-k or top-p, or underflowed.

## Why it matters

One masked vocabulary entry makes the entropy of the whole distribution NaN, and with it the loss.

## When it is fine

Where no entry can be 0: the softmax of finite, moderate logits, p · log_softmax(x).

## Fix

`torch.special.entr(p)`, `torch.xlogy(p, p)`, `scipy.special.entr`, or `Categorical(logits=...).entropy()`; or
leave out the entries that are 0.

## Sources

- Cover, Thomas: Elements of Information Theory, chapter 2: 0 log 0 = 0 by continuity.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_COUNTS = frozenset(
    {
        "count",
        "counts",
        "hist",
        "histogram",
        "freq",
        "freqs",
        "frequency",
        "frequencies",
        "occurrences",
        "tally",
    }
)
_ZEROS = re.compile(
    r"\b(?:zeros?|no counts?|unseen|never (?:seen|occur)|do(?:es)? not occur)\b|(?:prob\w*|entries|p) (?:(?:of|may be|can be) |= ?)?0(?!\.?\d)",
    re.IGNORECASE,
)
_SEEN = r"unique\(|\bcounter\(|value_counts"
"""What counts only what there is."""
_REPLACES = frozenset({"where", "masked_fill", "nan_to_num", "nansum", "nanmean"})


def check(event: Binary, at: Reporter) -> None:
    if event.operation != "*" or event.result.kind != "plogp" or event.result.has("safe"):
        return
    prob, log = event.result.parts
    if any(
        part.has("eps", "eps-clamped", "clamped") or (part.has("masked") and not part.has("zeros"))
        for part in (prob, log)
    ):
        return
    if prob.pick == "chosen" or prob.reduced or prob.outer or _is_selected(event.node, at):
        return  # a token that was chosen has a probability
    if prob.has("zeros", "minus-infinity") or log.has("minus-infinity"):
        at.report(
            event.node,
            "0 times log 0 is NaN where an entry was masked with -inf: use entr(p) or xlogy(p, p)",
            prob,
            log,
            trust=LIKELY,
        )
    elif (
        event.result.has("own")
        and prob.pick == ""
        and _has_zeros(prob, at)
        and not _is_filtered(event.node, at)
    ):
        at.report(
            event.node,
            "0 times log 0 is NaN where nothing was counted: use entr(p) or xlogy(p, p)",
            trust=LIKELY,
        )


def _has_zeros(prob: Value, at: Reporter) -> bool:
    """Whether it is a share of counts, or said to have zeros."""
    if prob.kind in ("?", "num") and prob.parts and _counts(prob.parts[0]):
        return not at.module.says(_SEEN)
    given = prob.made is None and not prob.has("normalised")
    return given and prob.kind in ("?", "prob") and bool(_ZEROS.search(at.function.doc))


def _counts(value: Value) -> bool:
    """Whether it is a table of counts, or one of them, by its name."""
    while len(value.parts) == 1 and not isinstance(value.ref, str) and not value.has("counted"):
        value = value.parts[0]
    if value.has("counted"):
        return True
    if len(value.parts) > 1:
        return False  # smoothed, most likely
    return isinstance(value.ref, str) and bool(names.words(value.ref) & _COUNTS)


def _is_filtered(node: ast.AST, at: Reporter) -> bool:
    """Whether a condition of the function asks for what is multiplied."""
    factors = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return bool(factors & at.module.tests(at.function.node))


def _is_selected(node: ast.AST, at: Reporter) -> bool:
    """Whether the product is an argument of what drops or replaces the NaN."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Call):
            name = names.last(parent.func)
            if name in _REPLACES:
                return True
        elif isinstance(parent, ast.stmt):
            break
    return False


WRONG = (
    """
import numpy as np

def entropy_bits(p):
    \"\"\"p: distribution over the vocabulary after filtering; entries may be 0.\"\"\"
    return -np.sum(p * np.log2(p))  # <- SEQ610
""",
    """
import numpy as np
from scipy.special import softmax

def truncated_entropy(logits, mass=0.9):
    p = softmax(logits, axis=-1)
    order = np.argsort(-p, axis=-1)
    best = np.take_along_axis(p, order, axis=-1)
    kept = np.zeros_like(p)
    np.put_along_axis(kept, order, best * (best.cumsum(axis=-1) < mass), axis=-1)
    q = kept / kept.sum(axis=-1, keepdims=True)
    return -(q * np.log(q)).sum(axis=-1)  # <- SEQ610
""",
    """
import numpy as np
from scipy.special import log_softmax

def legal_entropy(row, legal):
    masked = np.full_like(row, -np.inf)
    masked[legal] = row[legal]
    logp = log_softmax(masked)
    return -(np.exp(logp) * logp).sum()  # <- SEQ610
""",
    """
import numpy as np

def successor_entropy(tokens, size):
    table = np.zeros((size, size))
    np.add.at(table, (tokens[:-1], tokens[1:]), 1)
    p = table / table.sum(1, keepdims=True)
    return -(p * np.log(p)).sum(1)  # <- SEQ610
""",
    """
import numpy as np

def unigram_entropy(ids, size):
    share = np.bincount(ids, minlength=size) / len(ids)
    return -np.sum(share * np.log2(share))  # <- SEQ610
""",
    """
import numpy as np

def letter_entropy(text, alphabet):
    seen = np.zeros(len(alphabet))
    for letter in text:
        seen[alphabet.index(letter)] += 1
    p = seen / seen.sum()
    return -(p * np.log(p)).sum()  # <- SEQ610
""",
    """
import torch

def barred(z, ok):
    return z.double().masked_fill(~ok, -float("inf"))

def uncertainty(z, ok):
    lp = torch.log_softmax(barred(z, ok), -1)
    return -(lp.exp() * lp).sum(-1)  # <- SEQ610
""",
    """
import jax
import jax.numpy as jnp

def grammar_entropy(rows, permitted):
    lp = jax.nn.log_softmax(jnp.where(permitted, rows, -jnp.inf))
    return -jnp.sum(jnp.exp(lp) * lp, axis=-1)  # <- SEQ610
""",
    """
import numpy as np
from scipy.special import log_softmax

def entropies(path, banned):
    rows = np.load(path)
    rows[:, banned] = -np.inf
    lp = log_softmax(rows, axis=-1)
    return -(np.exp(lp) * lp).sum(axis=-1)  # <- SEQ610
""",
    """
import numpy as np

def entropy(counts):
    p = counts / counts.sum(axis=-1, keepdims=True)
    return -(p * np.log2(p)).sum(axis=-1)  # <- SEQ610
""",
    """
import math

def entropy(histogram):
    n = sum(histogram)
    return -sum(h / n * math.log(h / n) for h in histogram)  # <- SEQ610
""",
    """
import torch

def nucleus_entropy(p):
    \"\"\"Entropy of a filtered distribution, zero outside the nucleus.\"\"\"
    return -torch.einsum("bv,bv->b", p, p.log())  # <- SEQ610
""",
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    return -(lp.exp() * lp).sum(-1)  # <- SEQ610
""",
    """
import torch
import torch.nn.functional as F

def entropy(logits, banned):
    logits[:, banned] = -float("inf")
    p = F.softmax(logits, dim=-1)
    lp = F.log_softmax(logits, dim=-1)
    return -(p * lp).sum(dim=-1)  # <- SEQ610
""",
    """
import numpy as np
from scipy.special import log_softmax

def entropy(logits, keep):
    lp = log_softmax(np.where(keep, logits, -np.inf), axis=-1)
    return -np.sum(np.exp(lp) * lp, axis=-1)  # <- SEQ610
""",
)

RIGHT = (
    """
import numpy as np

def entropy_bits(p):
    \"\"\"p: distribution over the vocabulary after filtering; entries may be 0.\"\"\"
    p = p[p > 0]
    return -np.sum(p * np.log2(p))
""",
    """
import numpy as np

def letter_entropy(text, alphabet):
    seen = np.ones(len(alphabet))
    for letter in text:
        seen[alphabet.index(letter)] += 1
    p = seen / seen.sum()
    return -(p * np.log(p)).sum()
""",
    """
import numpy as np

def unigram_entropy(ids, size):
    n = np.bincount(ids, minlength=size) + 0.5
    share = n / n.sum()
    return -np.sum(share * np.log2(share))
""",
    """
import numpy as np

def unigram_entropy(ids, size):
    share = np.bincount(ids, minlength=size) / len(ids)
    seen = share > 0
    return -np.sum(share[seen] * np.log2(share[seen]))
""",
    """
import numpy as np

def weights(q, k):
    s = np.where(np.tri(len(q), dtype=bool), q @ k.T, -np.inf)
    w = np.exp(s - s.max(-1, keepdims=True))
    return w / w.sum(-1, keepdims=True)

def entropies(q, k):
    w = weights(q, k)
    return -np.sum(w * np.log(w, out=np.zeros_like(w), where=w > 0), axis=-1)
""",
    """
import torch

def uncertainty(z, ok):
    p = torch.softmax(z.double().masked_fill(~ok, -float("inf")), -1)
    return torch.special.entr(p).sum(-1)
""",
    """
def total_loss(loss, router_probs, aux_loss_coef, mask):
    share = router_probs.masked_fill(~mask, 0.0).softmax(-1).mean(0).sum()
    return loss + aux_loss_coef * share
""",
    """
import torch

def sampled_information(model, ids, banned):
    logits = model(ids).logits[0, -1]
    logits[banned] = float("-inf")
    lp = torch.log_softmax(logits, dim=-1)
    drawn = lp[torch.multinomial(lp.exp(), 64, replacement=True)]
    return (drawn.exp() * drawn).mean()
""",
    """
import numpy as np

def cluster_entropy(labels):
    counts = np.unique(labels, return_counts=True)[1]
    share = counts / counts.sum()
    return -(share * np.log(share)).sum()
""",
    """
import numpy as np

def entropy(counts):
    p = counts / counts.sum()
    p = p[p > 0]
    return -(p * np.log(p)).sum()
""",
    """
import math

def entropy(histogram):
    n = sum(histogram)
    return -sum(h / n * math.log(h / n) for h in histogram if h)
""",
    """
import numpy as np

def entropy(counts):
    smoothed = counts + 1
    p = smoothed / smoothed.sum()
    return -(p * np.log(p)).sum()
""",
    """
import torch

def entropy(logits):
    lp = torch.log_softmax(logits, dim=-1)
    return -(lp.exp() * lp).sum(-1)
""",
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    p = torch.softmax(logits, dim=-1)
    return torch.special.entr(p).sum(-1)
""",
    """
import torch

def entropy(logits, allowed):
    logits = logits.masked_fill(~allowed, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    return -torch.where(allowed, lp.exp() * lp, 0.0).sum(-1)
""",
)

RULE = Rule(
    "SEQ610",
    (
        (
            "inf",
            "-1e",
            "masked_fill",
            "where",
            "top_p",
            "nucleus",
            "topk",
            "scatter",
            *_COUNTS,
            "zero",
            "be 0",
            "unseen",
            "bincount",
        ),
        ("log", "entropy"),
        ("*", "mul", "einsum"),
    ),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
