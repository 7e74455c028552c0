"""The arithmetic mean of perplexities where the corpus perplexity is needed

## What goes wrong

Perplexity is an exponential, so by Jensen's inequality the mean of perplexities is at least the perplexity
of the mean, and a single hard document can dominate it. The perplexity of a corpus is `exp(total NLL /
total tokens)`.

## Why it matters

One document with a perplexity of 10,000 among 99 with 20 turns 21 into 120.

## When it is fine

As a per-document statistic that is called so (`mean_perplexity` of the evaluate library), and for the
perplexity of a codebook, which is no language model's.

## Fix

Average the negative log-likelihoods, weighted by tokens, and exponentiate once. Not rewritten: the counts
have to be collected where the losses are.

## Sources

- lisa-lab/pylearn2 issue 1383; facebookresearch/ParlAI pull request 623; magenta/magenta pull request 239.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_STATISTIC = re.compile(
    r"mean[-_ ]?(?:of[-_ ]?)?(?:the )?(?:perplexit|ppl)|macro|(?:per|each|every|individual)[-_ ](?:document|"
    r"doc|text|sentence|example|sample|sequence|item|prompt)|codebook|median|distribution of",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"(?:perplexit\w*|ppls?) (?:of|for) (?:each|every|individual)", re.IGNORECASE)


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if (
        event.operation != "mean"
        or x.kind != "ppl"
        or not (x.outer in ("", "sum") or x.has("merged-batch"))  # of batches, each over all of its tokens
        or x.domain in ("classifier", "masked")
    ):
        return
    if ("B" in event.axis_name and "T" in event.axis_name) or x.has("entropy"):
        return
    by_name = x.has("by-name") and x.made is None
    if by_name and not (x.has("plural") or x.outer == "sum" or event.spelled in ("list", "loop")):
        return
    if x.has("by-name") and _is_total_over_total(event.node):
        return
    said = " ".join((contract.intent(at), *contract.targets(at, event.node)))
    if _STATISTIC.search(said) or (_OF_EACH.search(said) and "corpus" not in said.lower()):
        return
    at.report(
        event.node,
        "perplexities are averaged: exponentiate the token-weighted mean of the negative log-likelihoods "
        "instead",
        x,
        trust=LIKELY,
    )


def _is_total_over_total(node: ast.AST) -> bool:
    """``sum(ppl) / sum(lengths)``: divided by the number of tokens, what is called perplexities are total NLLs."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
    sums = [side for side in sides if isinstance(side, ast.Call) and names.last(side.func) == "sum"]
    return len(sums) == 2 and all(isinstance(arg, ast.Name) for side in sums for arg in side.args)


WRONG = (
    """
import numpy as np
from keras import losses, ops

costs_of = losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

def corpus_perplexity(lm, blocks):
    found = []
    for seen, following, weight in blocks:
        cost = ops.convert_to_numpy(costs_of(following, lm(seen)))
        found.append(np.exp((cost * weight).sum() / weight.sum()))
    return np.mean(found)  # <- SEQ410
""",
    """
import torch

def corpus_ppl(docs):
    return torch.stack([(d.nll / d.n_tokens.clamp(min=1)).exp() for d in docs]).mean()  # <- SEQ410
""",
    """
import numpy as np

def corpus_ppl(rows):
    each = [np.exp(row["nll"] / float(max(1, row["tokens"]))) for row in rows]
    return np.mean(each)  # <- SEQ410
""",
    """
import math
import statistics
from typing import NamedTuple

class Article(NamedTuple):
    nll: float  # summed, in nats
    tokens: int

    @property
    def perplexity(self) -> float:
        return math.exp(min(self.nll / max(self.tokens, 1), 700.0))

def corpus_perplexity(rows):
    articles = [Article(r["nll"], r["tokens"]) for r in rows]
    return statistics.fmean(a.perplexity for a in articles)  # <- SEQ410
""",
    """
import json
import numpy as np

def corpus_perplexity(path):
    rows = [json.loads(line) for line in open(path)]
    each = [np.exp(row["nll"] / row["n_tok"]) for row in rows if row["n_tok"]]
    return float(np.mean(each))  # <- SEQ410
""",
    """
import numpy as np
import pandas as pd
import torch.nn.functional as F

def cost(model, ids):
    z = model(ids).logits[0, :-1]
    return F.cross_entropy(z, ids[0, 1:], reduction="sum").item(), ids.shape[1] - 1

def evaluate(model, frame):
    frame[["nll", "count"]] = [cost(model, ids) for ids in frame["ids"]]
    frame["perplexity"] = np.exp(frame["nll"] / frame["count"])
    corpus_perplexity = frame["perplexity"].mean()  # <- SEQ410
    return corpus_perplexity
""",
    """
import numpy as np

def add_totals(frame):
    frame = frame.assign(perplexity=np.exp(frame.nll / frame.num_tokens))
    return frame.groupby("source")["perplexity"].mean()  # <- SEQ410
""",
    """
import numpy as np

def corpus_perplexity(document_nlls, document_lengths):
    each = np.exp(np.asarray(document_nlls) / np.asarray(document_lengths))
    return each.mean()  # <- SEQ410
""",
    """
import torch
from torchmetrics import MeanMetric

def test_perplexity(model, loader, criterion):
    meter = MeanMetric()
    for x, y in loader:
        meter.update(torch.exp(criterion(model(x).transpose(1, 2), y)))
    return meter.compute()  # <- SEQ410
""",
    """
import numpy as np

def corpus_perplexity(model, texts):
    ppls = []
    for ids in texts:
        ppls.append(np.exp(model(ids, labels=ids).loss.item()))
    return sum(ppls) / len(ppls)  # <- SEQ410
""",
    """
import torch

def evaluate(model, batches):
    values = [torch.exp(model(b, labels=b).loss) for b in batches]
    return torch.stack(values).mean()  # <- SEQ410
""",
    """
import numpy as np

def validate(model, loader):
    ppl = 0.0
    for batch in loader:
        ppl += np.exp(model(**batch).loss.item())
    return ppl / len(loader)  # <- SEQ410
""",
    """
import numpy as np

def perplexity(responses):
    rows = np.array([np.exp(-np.mean(r["logprobs"]["token_logprobs"][1:])) for r in responses])
    return rows.mean()  # <- SEQ410
""",
)

RIGHT = (
    """
import math
import statistics

def median_ppl(rows):
    return statistics.median(math.exp(row["nll"] / max(1, row["tokens"])) for row in rows if row["nll"] < 700)
""",
    """
import math

def corpus_ppl(rows):
    nats = sum(row["nll"] for row in rows)
    return math.exp(min(nats / max(sum(row["tokens"] for row in rows), 1), 700.0))
""",
    """
def average_ppl(ppl, token_counts):
    return sum(ppl) / sum(token_counts)
""",
    """
import numpy as np
import pandas as pd
import torch.nn.functional as F

def cost(model, ids):
    z = model(ids).logits[0, :-1]
    return F.cross_entropy(z, ids[0, 1:], reduction="sum").item(), ids.shape[1] - 1

def evaluate(model, frame):
    frame[["nll", "count"]] = [cost(model, ids) for ids in frame["ids"]]
    return np.exp(frame["nll"].sum() / frame["count"].sum())
""",
    """
import numpy as np

def corpus_perplexity(model, texts):
    total, tokens = 0.0, 0
    for ids in texts:
        n = ids.shape[1] - 1
        total += model(ids, labels=ids).loss.item() * n
        tokens += n
    return np.exp(total / tokens)
""",
    """
import numpy as np

def compute(model, texts):
    perplexities = [np.exp(model(t, labels=t).loss.item()) for t in texts]
    return {"perplexities": perplexities, "mean_perplexity": np.mean(perplexities)}
""",
    """
import torch

def codebook_perplexity(codes):
    p = codes.float().mean(0)
    return torch.exp(-(p * torch.log(p + 1e-10)).sum())
""",
    """
def improvement(old, new):
    return sum(old) / len(old) - sum(new) / len(new)
""",
)

RULE = Rule(
    "SEQ410",
    (
        ("mean", "Mean", "average", "/", "div"),
        ("exp(", "exp,", "exp2", *contract.PPL_WORDS, "**", "pow("),
        (*contract.LOSS_WORDS, *contract.PPL_WORDS),
    ),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
