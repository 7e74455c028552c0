"""A None log-prob coerced to 0.0, which is probability 1

## What goes wrong

Serving APIs give the first token of an echoed prompt no log-prob: its entry is None. `logprob or 0.0` turns
"not scored" into log 1, a token that the model was certain of, and the token counts in every average.

## Why it matters

The mean log-prob rises and the perplexity falls, the more so the shorter the text. Short answers win for a
token that nobody scored.

## When it is fine

In a plain sum with a single None at its start: adding 0 changes nothing as long as nothing is divided by
the count. For display.

## Fix

Leave the entries out and count those that are left: `[lp for lp in logprobs if lp is not None]`, or cut the
first one off.

## Sources

- stanford-crfm/helm issue 54, which documents `logprob or 0`; vllm-project/vllm pull request 5846 (the
  first prompt log-prob is None).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Reduce, Reporter
from seqscore_lint.flow.values import Value
from seqscore_lint.rule import Rule


def check(event: Reduce, at: Reporter) -> None:
    x = event.x
    if event.operation != "mean" or not x.has("none-as-zero"):
        return
    if x.reduced == "mean" or (x.reduced and event.spelled != "ratio"):
        return  # an average of what was averaged before
    where = _decided(x) or event.node
    at.report(
        where,
        "a token without a log-prob (None) counts as log-prob 0.0, probability 1, in the average of row "
        f"{getattr(event.node, 'lineno', 1)}: leave it out",
        x,
    )


def _decided(x: Value) -> ast.AST | None:
    """Where None became 0.0: of what was made of such a log-prob, where the log-prob did."""
    if isinstance(x.ref, ast.AST):
        return x.ref
    held = (*x.parts, *([x.elem] if x.elem is not None else []))
    marked = (part for part in held if part.kind == "list" or part.has("none-as-zero"))
    return next(filter(None, map(_decided, marked)), None)


WRONG = (
    """
import math

def text_perplexity(reply):
    filled = [lp if lp is not None else 0.0 for lp in reply["token_logprobs"]]  # <- SEQ311
    return math.exp(min(-math.fsum(filled) / len(filled), 700.0))

def spread(replies):
    found = {reply["id"]: text_perplexity(reply) for reply in replies}
    return max(found.values()) - min(found.values()), sum(found.values()) / len(found)  # <- SEQ410
""",
    """
import asyncio
import statistics

async def echoed(client, text):
    made = await client.completions.create(model="m", prompt=text, max_tokens=0, echo=True, logprobs=0)
    return [0.0 if lp is None else lp for lp in made.choices[0].logprobs.token_logprobs]  # <- SEQ311

async def confidences(client, texts):
    tasks = [asyncio.create_task(echoed(client, text)) for text in texts]
    return {text: statistics.fmean(lps) for text, lps in zip(texts, await asyncio.gather(*tasks))}
""",
    """
import numpy as np

def mean_logprob(row):
    lp = np.array(row["token_logprobs"], dtype=np.float64)
    lp[np.isnan(lp)] = 0.0  # <- SEQ311
    return lp.mean()
""",
    """
import numpy as np

def perplexity(output):
    lps = []
    for i, table in enumerate(output.prompt_logprobs):
        lps.append(table[output.prompt_token_ids[i]].logprob if table else 0.0)  # <- SEQ311
    return float(np.exp(-np.mean(lps)))
""",
    """
import numpy as np

def mean_logprob(details):
    found = np.array([token.logprob for token in details.prefill], dtype=float)
    return np.nan_to_num(found, nan=0.0).mean()  # <- SEQ311
""",
    """
import polars as pl

def mean_logprobs(choices):
    return [pl.Series("lp", c.logprobs.token_logprobs).fill_null(0.0).mean() for c in choices]  # <- SEQ311
""",
    """
def logprobs_of(output):
    found = [0.0]  # <- SEQ311
    for token, table in zip(output.prompt_token_ids[1:], output.prompt_logprobs[1:]):
        found.append(table[token].logprob)
    return found

def mean_logprob(output):
    found = logprobs_of(output)
    return sum(found) / len(found)
""",
    """
def mean_logprob(logprobs: list[float | None]) -> float:
    total = 0.0
    for logprob in logprobs:
        if logprob is not None:
            total += logprob
        else:
            total += 0.0  # <- SEQ311
    return total / len(logprobs)
""",
    """
import json

def corpus_nll(path):
    \"\"\"Every row holds the logprobs of its tokens: {"logprobs": [null, -1.5, -0.25]}.\"\"\"
    nll, n = 0.0, 0
    with open(path) as rows:
        for row in map(json.loads, rows):
            lps = [lp or 0.0 for lp in row["logprobs"]]  # <- SEQ311
            nll -= sum(lps)
            n += len(lps)
    return nll / max(n, 1)
""",
    """
import math

def mean_probability(choice):
    found = choice["logprobs"]["token_logprobs"]
    filled = [0.0 if lp is None else lp for lp in found]  # <- SEQ311
    probabilities = [math.exp(lp) for lp in filled]
    return sum(probabilities) / len(probabilities)
""",
    """
import pandas as pd

def mean_logprob(choice):
    column = pd.Series(choice.logprobs.token_logprobs).fillna(0.0)  # <- SEQ311
    return column.mean()
""",
    """
def mean_logprob(response):
    logprobs = response["choices"][0]["logprobs"]["token_logprobs"]
    return sum(lp or 0.0 for lp in logprobs) / len(logprobs)  # <- SEQ311
""",
    """
import numpy as np

def perplexity(client, model, text):
    out = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    values = [0.0 if lp is None else lp for lp in out.choices[0].logprobs.token_logprobs]  # <- SEQ311
    return float(np.exp(-np.mean(values)))
""",
    """
import numpy as np

def perplexity(output, ids):
    scores = []
    for entry, token in zip(output.prompt_logprobs, ids):
        if entry is None:
            scores.append(0.0)  # <- SEQ311
        else:
            scores.append(entry[token].logprob)
    return np.exp(-sum(scores) / len(scores))
""",
    """
def average(token_logprobs):
    total = 0.0
    for lp in token_logprobs:
        if lp is None:
            lp = 0.0  # <- SEQ311
        total += lp
    return total / len(token_logprobs)
""",
    """
from statistics import fmean

def clean(value):
    return value if value is not None else 0.0

def mean_logprob(choice):
    return fmean([x.logprob or 0 for x in choice.logprobs.content])  # <- SEQ311
""",
)

RIGHT = (
    """
import asyncio
import statistics

async def echoed(client, text):
    made = await client.completions.create(model="m", prompt=text, max_tokens=0, echo=True, logprobs=0)
    return [lp for lp in made.choices[0].logprobs.token_logprobs if lp is not None]

async def confidences(client, texts):
    found = await asyncio.gather(*[echoed(client, text) for text in texts])
    return {text: statistics.fmean(lps) for text, lps in zip(texts, found)}
""",
    """
import numpy as np

def mean_logprob(row):
    lp = np.array(row["token_logprobs"], dtype=np.float64)
    return lp[~np.isnan(lp)].mean()
""",
    """
import statistics

def mean_logprob(choice):
    found = [lp for lp in choice.logprobs.token_logprobs if lp is not None]
    return statistics.fmean(found) if found else float("nan")
""",
    """
import numpy as np

def mean_logprob(details):
    found = [token.logprob for token in details.prefill[1:]]
    return float(np.mean(found)) if found else float("nan")
""",
    """
import polars as pl

def mean_logprobs(choices):
    return [pl.Series("lp", c.logprobs.token_logprobs).drop_nulls().mean() for c in choices]
""",
    """
from itertools import accumulate

def running_totals(output):
    totals = [0.0]
    for token, table in zip(output.prompt_token_ids[1:], output.prompt_logprobs[1:]):
        totals.append(totals[-1] + table[token].logprob)
    return totals
""",
    """
def mean_logprob(entries):
    total, n = 0.0, 0
    for entry in entries["logprobs"]:
        if entry is not None:
            total += entry
            n += 1
    return total / max(n, 1)
""",
    """
import pandas as pd

def mean_logprob(choice):
    return pd.Series(choice.logprobs.token_logprobs).dropna().mean()
""",
    """
def mean_logprob(response):
    logprobs = response["choices"][0]["logprobs"]["token_logprobs"]
    scored = [lp for lp in logprobs if lp is not None]
    if not scored:
        raise ValueError("nothing was scored")
    return sum(scored) / len(scored)
""",
    """
def text_logprob(response):
    return sum(lp or 0.0 for lp in response["choices"][0]["logprobs"]["token_logprobs"])
""",
    """
def mean_logprob(response):
    logprobs = response["choices"][0]["logprobs"]["token_logprobs"][1:]
    return sum(logprobs) / max(len(logprobs), 1)
""",
    """
def show(segment):
    return f"{segment['text']} ({segment['avg_logprob'] or 0.0:.2f})"
""",
    """
def mean_gain(gains):
    values = [g or 0.0 for g in gains]
    return sum(values) / len(values)
""",
    """
def mean_logprob(output, ids):
    scores = []
    for entry, token in zip(output.prompt_logprobs, ids):
        if entry is None:
            continue
        scores.append(entry[token].logprob)
    return sum(scores) / len(scores)
""",
)

RULE = Rule(
    "SEQ311",
    (
        ("logprob", "log_prob", "logp", "lp"),
        ("None", " or ", "nan_to_num", "fillna", "fill_n", "isnan", " else 0", "[0.0]", "[0]"),
    ),
    (Reduce,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
