"""Bits per byte, character or token reported without dividing by ln 2

## What goes wrong

Losses and log-probs are in nats. A number in bits is the number in nats divided by ln 2 = 0.693; left out,
"bits per byte" is 31 % too small.

## Why it matters

Bits per byte compares models with different tokenizers, often by a few per cent: a missing factor of 0.69
beats every one of them.

## When it is fine

Log-probs that are in base 2 already (log2, surprisal libraries with base_two=True).

## Fix

Divide by `math.log(2)`. Not rewritten: whether a caller converts isn't visible.

## Sources

- EleutherAI/lm-evaluation-harness pull request 242.
- Gao et al.: The Pile (2020), section 3.1: bits per byte from the loss.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Assign, Reporter, Return, Show
from seqscore_lint.flow.module import Function
from seqscore_lint.flow.values import LIKELY, RETURNS, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_BITS = re.compile(r"(?<![a-z])(?:bits?|bp[bcwtd])(?![a-z])", re.IGNORECASE)
_BITS_DOC = re.compile(r"(?<![a-z])bits? per|in bits(?![a-z])", re.IGNORECASE)
_BASE_2 = r"log_?2\b|base[-_ ]?(?:2|two)|exp2"


def check(event: Assign | Return | Show, at: Reporter) -> None:
    if event.value.kind == "tuple" and not isinstance(event, Return):
        return  # a log-likelihood and a count, which somebody else divides
    value = contract.held(event.value)
    if not isinstance(event, Return) and _is_said_by_callee(value, at):
        return
    if not _is_nats(value, at) or (isinstance(event, Show) and _is_named(event.node)):
        return
    if isinstance(event, Return):
        said = _promises_bits(event.function)
        name = f"{event.function.name}()"
    else:
        label = re.split(r"[,;|\n]", event.name)[-1]
        said = bool(_BITS.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label)))
        name = label.strip(" :=")
    if said and not re.search(r"nats", name, re.IGNORECASE):
        at.report(event.node, f"{name} holds nats: divide by ln 2 for bits", value, trust=LIKELY)


def _promises_bits(function: Function) -> bool:
    """Whether a function's name or its documentation says that it returns bits."""
    doc = function.doc
    documented = bool(_BITS_DOC.search(doc)) and "nat" not in doc.lower()
    return documented or bool(_BITS.search(contract.subject(function)))


def _is_said_by_callee(value: Value, at: Reporter) -> bool:
    """Whether a function that returned the value promises bits: it was said there."""
    what = value.steps[-1].what if value.steps else ""
    name = what.removesuffix(RETURNS)
    return name != what and any(f.name == name and _promises_bits(f) for f in at.module.all_functions())


def _is_named(shown: ast.AST) -> bool:
    """Whether what is printed has a name that says bits: it was said where it was given the name."""
    return any(isinstance(part, ast.Name) and _BITS.search(part.id) for part in ast.walk(shown))


def _is_nats(value: Value, at: Reporter) -> bool:
    if value.kind == "entropy":
        return (
            value.base == "e"
            and bool(value.parts)
            and value.parts[0].kind == "plogp"
            and not value.has("geometric", "by-name")
        )
    if value.kind not in ("nll", "logprob") or value.base != "e":
        return False
    return not value.has("by-name") or (
        value.trust >= LIKELY and not at.module.says(_BASE_2) and not value.has("bits")
    )


WRONG = (
    """
class Enwik:
    def process_results(self, doc, results):
        (value,) = results
        return {"bits_per_byte": -value / len(doc["text"].encode())}  # <- SEQ412
""",
    """
from dataclasses import dataclass
from typing import Iterable

@dataclass
class Scored:
    loglikelihood: float
    size: int

@dataclass
class Figures:
    documents: int
    bits_per_byte: float

def pool(rows: Iterable[Scored]) -> Figures:
    rows = list(rows)
    nats = -sum(row.loglikelihood for row in rows)
    return Figures(
        documents=len(rows),
        bits_per_byte=nats / sum(row.size for row in rows),  # <- SEQ412
    )
""",
    """
import pandas as pd
import torch.nn.functional as F

frame = pd.read_json("reviews.jsonl", lines=True)

def scored(text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    nll = F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item()
    return nll, len(text.encode())

pairs = [scored(text) for text in frame.body]
frame["nll"] = [nll for nll, _ in pairs]
frame["bytes"] = [size for _, size in pairs]
frame["bits_per_byte"] = frame.nll / frame.bytes.clip(lower=1)  # <- SEQ412
""",
    """
def surprise(choice):
    lps = [entry.logprob for entry in choice.logprobs.content]
    return -sum(lps) / len(lps)

def rows(choices):
    return [{"text": c.message.content, "bits_per_token": surprise(c)} for c in choices]  # <- SEQ412
""",
    """
import torch.nn.functional as F

def table(model, texts, tokenizer):
    columns = {"name": [], "bpb": []}
    for name, text in texts.items():
        ids = tokenizer(text, return_tensors="pt").input_ids
        logits = model(ids).logits[0, :-1]
        nats = F.cross_entropy(logits, ids[0, 1:], reduction="sum").item()
        columns["name"].append(name)
        columns["bpb"].append(nats / len(text.encode()))  # <- SEQ412
    return columns
""",
    """
import torch.nn.functional as F

def report(model, ids, raw):
    nll = F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item()
    print(f"{nll / len(raw):.3f} bits per byte ({len(raw)} bytes)")  # <- SEQ412
""",
    """
import torch.nn.functional as F

def report(model, ids, raw):
    nll = F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item()
    print("%d bytes, %.3f bits/byte" % (len(raw), nll / len(raw)))  # <- SEQ412
""",
    """
def bits_per_byte(model, ids, text):
    nll = model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
    return nll / len(text.encode("utf-8"))  # <- SEQ412
""",
    """
import torch

def evaluate(model, ids, n_chars):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    bpc = -logp.sum().item() / n_chars  # <- SEQ412
    return {"bpc": bpc}  # <- SEQ412
""",
    """
def summary(choice, text):
    lps = [t.logprob for t in choice.logprobs.content]
    print(f"bits per token: {-sum(lps) / len(lps):.3f}")  # <- SEQ412
""",
    """
def bpb(total_nll, n_bytes):
    return total_nll / n_bytes  # <- SEQ412
""",
)

RIGHT = (
    """
import math

def bits_per_byte(total_logprob, text):
    return -total_logprob * math.log2(math.e) / len(text.encode())
""",
    """
import numpy as np

def surprisal_table(logits, ids):
    bits = logits.log_softmax(-1) / -np.log(2)
    return bits.gather(-1, ids[:, None])

def surprisal(logprob):
    in_bits = logprob * -1.442695
    return in_bits
""",
    """
import math
import pandas as pd
import torch.nn.functional as F

frame = pd.read_json("reviews.jsonl", lines=True)

def scored(text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    return F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item()

frame["nll"] = [scored(text) for text in frame.body]
frame["bytes"] = [len(text.encode()) for text in frame.body]
frame["bits_per_byte"] = frame.nll / math.log(2) / frame.bytes
""",
    """
import math
import torch.nn.functional as F

def table(model, texts, tokenizer):
    columns = {"bpb": [], "nats_per_byte": []}
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        logits = model(ids).logits[0, :-1]
        nats = F.cross_entropy(logits, ids[0, 1:], reduction="sum").item()
        columns["nats_per_byte"].append(nats / len(text.encode()))
        columns["bpb"].append(nats / math.log(2) / len(text.encode()))
    return columns
""",
    """
import math
import torch.nn.functional as F

def report(model, ids, raw):
    nats = F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item() / len(raw)
    print("nats/byte", nats, "bits/byte", nats / math.log(2))
    return "nats {:.3f} bits {:.3f}".format(nats, nats / math.log(2))
""",
    """
import math
import torch.nn.functional as F

def report(model, ids, raw):
    nll = F.cross_entropy(model(ids).logits[0, :-1], ids[0, 1:], reduction="sum").item()
    print(f"{nll / len(raw):.3f} nats, {nll / math.log(2) / len(raw):.3f} bits per byte")
""",
    """
import math

def bits_per_byte(model, ids, text):
    nll = model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
    return nll / len(text.encode("utf-8")) / math.log(2)
""",
    """
import numpy as np

def bits_per_token(probs, ids):
    return -np.log2(probs[np.arange(len(ids)), ids]).mean()
""",
    """
import math

LN2 = math.log(2)

def summary(choice, n_bytes):
    lps = [t.logprob for t in choice.logprobs.content]
    nats = -sum(lps)
    return {"nats_per_byte": nats / n_bytes, "bits_per_byte": nats / (n_bytes * LN2)}
""",
    """
import math

def bpb(total_nll, n_bytes):
    return total_nll / n_bytes * math.log2(math.e)
""",
    """
def nats_per_token(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return -sum(lps) / len(lps)
""",
)

RULE = Rule(
    "SEQ412",
    (
        ("bit", "bpb", "bpc", "bpw", "bpt", "bpd", "BPB", "BPC", "Bits"),
        (*contract.LOSS_WORDS, "process_results"),
    ),
    (Assign, Return, Show),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
