"""Log-probs keyed by decoded token text, so distinct ids collide

## What goes wrong

"A" and " A", pieces of a multi-byte character, and special tokens decode to the same text, all the more after
strip(). In a dictionary keyed by text one overwrites the other.

## Why it matters

The probability of a verdict loses the mass of its other spellings, or shows that of the wrong one; the loss
depends on the order in which the entries came.

## When it is fine

Display; merging on purpose, when the probabilities of equal texts are added up.

## Fix

Key by token id. To merge spellings, add their probabilities: `mass[text] += exp(logprob)`.

## Sources

- Several ids of a byte-level vocabulary decode to U+FFFD on their own.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Reporter, Store
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def _collides(key: Value) -> bool:
    return key.kind == "text" and key.has("decoded") and (key.has("stripped") or key.has("from-id"))


def check(event: Store, at: Reporter) -> None:
    value, key = event.value, event.index
    if value.kind not in ("logprob", "prob", "response") or not _collides(key):
        return
    if value.kind == "response" and value.ref != "entry":
        return
    parent = at.module.parent(event.node)
    if isinstance(parent, ast.AugAssign) or (
        value.parts and any(p.kind == value.kind and not p.reduced for p in value.parts) and value.reduced
    ):
        return
    if isinstance(event.node, ast.Subscript) and _knows_of_earlier(event.node, parent, at.function.node):
        return
    at.report(
        event.node,
        "different tokens can decode to the same text, and one overwrites the other: key by token id, or add up",
        value,
        trust=LIKELY,
    )


def _knows_of_earlier(target: ast.Subscript, parent: ast.AST | None, function: ast.AST) -> bool:
    """Whether what stands under the key already is asked for, or added to."""
    held, key, entry = ast.unparse(target.value), ast.unparse(target.slice), ast.unparse(target)
    if isinstance(parent, ast.Assign) and entry in ast.unparse(parent.value):
        return True
    asked = (f"{held}.get({key}", f"if {key} in {held}", f"{key} not in {held}", f"{entry} +=")
    code = ast.unparse(function)
    return any(words in code for words in asked)


WRONG = (
    """
import math

def verdict(content):
    shares = {}
    for alternative in content[0]["top_logprobs"]:
        shares[alternative["token"].strip()] = math.exp(alternative["logprob"])  # <- SEQ212
    return shares.get("yes", 0.0) > shares.get("no", 0.0)
""",
    """
def alternatives(out):
    table = {}
    for token_id, entry in out.logprobs[0].items():
        table[entry.decoded_token.strip()] = entry.logprob  # <- SEQ212
    return table
""",
    """
def alternatives(reply):
    found = {}
    for alt in reply.choices[0].logprobs.content[0].top_logprobs:
        found[alt.token.upper()] = alt.logprob  # <- SEQ212
    return found
""",
    """
def alternatives(entry):
    return {t.token.strip(): t.logprob for t in entry.top_logprobs}  # <- SEQ212
""",
    """
def by_text(out):
    table = {}
    for lp in out.prompt_logprobs[1].values():
        table[lp.decoded_token] = lp.logprob  # <- SEQ212
    return table
""",
    """
import torch

def top_table(model, tok, ids):
    lp = torch.log_softmax(model(ids).logits[0, -1], dim=-1)
    values, indices = lp.topk(20)
    return {tok.decode([i]): v.item() for v, i in zip(values, indices)}  # <- SEQ212
""",
    """
import requests

def letters(url, body):
    found = requests.post(url, json=body).json()["meta_info"]["output_top_logprobs"][0]
    table = {}
    for logprob, _, piece in found:
        table[piece.strip()] = logprob  # <- SEQ212
    return table
""",
)

RIGHT = (
    """
import math

def ratings(content):
    mass = {}
    for alternative in content[0].top_logprobs:
        grade = alternative.token.strip()
        if grade.isdigit():
            mass[int(grade)] = math.exp(alternative.logprob) + mass.get(int(grade), 0.0)
    return mass
""",
    """
import math

def verdicts(entry):
    mass = {}
    for alternative in entry["top_logprobs"]:
        word = alternative["token"].strip().lower()
        if word in mass:
            mass[word] += math.exp(alternative["logprob"])
        else:
            mass[word] = math.exp(alternative["logprob"])
    return mass
""",
    """
def likeliest_spellings(entry):
    best = {}
    for t in entry.top_logprobs:
        word = t.token.strip()
        if word not in best or t.logprob > best[word]:
            best[word] = t.logprob
    return best
""",
    """
def alternatives(entry):
    return {t.token: t.logprob for t in entry.top_logprobs}
""",
    """
def by_id(out):
    return {tid: lp.logprob for tid, lp in out.prompt_logprobs[1].items()}
""",
    """
import math
from collections import defaultdict

def merged(entry):
    mass = defaultdict(float)
    for t in entry.top_logprobs:
        mass[t.token.strip()] += math.exp(t.logprob)
    return mass
""",
    """
import numpy as np

def merged(entry):
    mass = {}
    for alt in entry.top_logprobs:
        word = alt.token.strip()
        mass[word] = np.logaddexp(mass[word], alt.logprob) if word in mass else alt.logprob
    return mass
""",
    """
import math

def shares(reply, labels):
    mass = {}
    for alt in reply.choices[0].logprobs.content[0].top_logprobs:
        name = alt.token.strip().lower()
        if name in labels:
            mass[name] = mass.get(name, 0.0) + math.exp(alt.logprob)
    return mass
""",
    """
def counts(words):
    table = {}
    for w in words:
        table[w.strip()] = table.get(w.strip(), 0) + 1
    return table
""",
)

RULE = Rule(
    "SEQ212",
    (
        ("decode", "strip", "lower", "upper", "casefold", "capitalize", "title"),
        ("logprob", "log_prob", "softmax", "Softmax", "prob", "lp", "topk"),
    ),
    (Store,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
