"""Raw logits of different positions or prompts compared

## What goes wrong

A logit is a log-probability plus a constant of its own context, the log-partition. Within one distribution the
constant cancels; between two prompts or two positions it does not, and the comparison measures it.

## Why it matters

A prompt whose logits all happen to be large wins, whatever the model thinks of the token.

## When it is fine

Two entries of the same distribution (answer letters at one position), logit differences at one position.

## Fix

Compare log-probabilities: log_softmax over the vocabulary in each context first.

## Sources

- log p = x_k - logsumexp(x): the second term belongs to the context.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Choose, Compare, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_CONTEXTS = (("T",), ("B",))
"""One token's logit at every position, or in every row."""


def _single(x: Value) -> bool:
    """One entry of a distribution of raw logits, not yet summed over tokens."""
    return (
        x.kind == "logit"
        and x.pick in ("chosen", "fixed", "max")
        and not x.reduced
        and "T" not in x.axes[1:]
        and not x.has("processed")
    )


def _goes_over_contexts(event: Choose) -> bool:
    """Whether one token's logit is compared over all positions or rows there are: no axis is left to be named."""
    given = event.node.keywords if isinstance(event.node, ast.Call) else []
    named = any(keyword.arg in ("dim", "axis") for keyword in given)
    return event.x.axes in _CONTEXTS and event.x.pick != "max" and not named


def check(event: Choose | Compare | Binary, at: Reporter) -> None:
    if isinstance(event, Choose):
        x = event.x
        if (
            _single(x)
            and (x.has("own-context") or _goes_over_contexts(event))
            and "V" not in x.axes
            and (x.has("negated") or not event.operation.startswith("sort-up"))
        ):
            _report(event, x, at)
        return
    if isinstance(event, Compare) and event.operation not in ("<", ">", "<=", ">="):
        return
    if isinstance(event, Binary) and event.operation != "-":
        return
    left, right = event.left, event.right
    different = left.origin is not None and right.origin is not None and left.origin != right.origin
    if not (_single(left) and _single(right) and left.axes == right.axes == ()):
        return
    if different:
        _report(event, left, at)


def _report(event: Choose | Compare | Binary, x: Value, at: Reporter) -> None:
    at.report(event.node, "raw logits of different contexts are compared: each has its own log-partition, take log_softmax first", x,
              trust=LIKELY)  # fmt: skip


WRONG = (
    """
def order(lm, tok, question, passages):
    relevant = tok.encode(" yes")[0]
    found = {}
    for passage in passages:
        found[passage] = lm(**tok(question + passage, return_tensors="pt")).logits[0, -1, relevant].item()
    return sorted(found, key=found.get, reverse=True)  # <- SEQ502
""",
    """
def most_relevant(model, tok, question, passages):
    (yes,) = tok.encode(" yes", add_special_tokens=False)
    ranked = []
    for passage in passages:
        enc = tok(passage + question, return_tensors="pt")
        ranked.append((model(**enc).logits[0, -1, yes].item(), passage))
    return max(ranked)[1]  # <- SEQ502
""",
    """
import torch

def rerank(model, ids, mask, yes_id):
    logits = model(ids, attention_mask=mask).logits
    last = mask.sum(1) - 1
    scores = logits[torch.arange(len(ids)), last, yes_id]
    return scores.argsort(descending=True)  # <- SEQ502
""",
    """
def most_expected_position(model, ids, word_id):
    curve = model(ids).logits[0, :, word_id]
    return curve.argmax().item()  # <- SEQ502
""",
    """
import numpy as np

def best_prompt(model, tok, prompts, yes_id):
    scores = []
    for prompt in prompts:
        ids = tok(prompt, return_tensors="pt").input_ids
        scores.append(model(ids).logits[0, -1, yes_id].item())
    return int(np.argmax(scores))  # <- SEQ502
""",
    """
def prefers_first(model, tok, first, second, yes_id):
    a = model(tok(first, return_tensors="pt").input_ids).logits[0, -1, yes_id]
    b = model(tok(second, return_tensors="pt").input_ids).logits[0, -1, yes_id]
    return a > b  # <- SEQ502
""",
    """
def rank_documents(model, tok, docs, yes):
    def relevance(doc):
        ids = tok(doc, return_tensors="pt").input_ids
        return model(ids).logits[0, -1, yes].item()

    return max([relevance(d) for d in docs])  # <- SEQ502
""",
    """
import torch

@torch.no_grad()
def evidence(lm, tok, texts, yes):
    enc = tok(texts, padding=True, padding_side="left", return_tensors="pt")
    return lm(**enc).logits[:, -1, yes]

def order(lm, tok, texts, yes, size=8):
    held = []
    for i in range(0, len(texts), size):
        held.extend(evidence(lm, tok, texts[i : i + size], yes).tolist())
    return sorted(range(len(texts)), key=held.__getitem__, reverse=True)  # <- SEQ502
""",
    """
import torch

def rank(frame, lm, tok, yes):
    column = []
    for text in frame["text"]:
        logits = lm(tok(text, return_tensors="pt").input_ids).logits
        column.append(logits[0, -1, yes].item())
    frame["evidence"] = column
    return frame.sort_values("evidence", ascending=False)  # <- SEQ502
""",
    """
import torch

def best_document(lm, docs, token):
    best, found = float("-inf"), None
    for doc in docs:
        evidence = lm(doc).logits[0, -1, token].item()
        if evidence > best:  # <- SEQ502
            best, found = evidence, doc
    return found
""",
    """
def top(lm, batch, names, yes):
    evidence = lm(batch).logits[:, -1, yes].tolist()
    return sorted(zip(names, evidence), key=lambda pair: pair[1], reverse=True)[:5]  # <- SEQ502
""",
    """
def annotate(frame, model, tok, true_id):
    def truth(text):
        return model(**tok(text, return_tensors="pt")).logits[0, -1, true_id].item()

    frame["truth"] = frame["text"].apply(truth)
    return frame.sort_values("truth", ascending=False)  # <- SEQ502
""",
)

RIGHT = (
    """
import torch
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("m")
LABELS = torch.tensor([tokenizer.convert_tokens_to_ids(word) for word in ("no", "yes")])

def classify(model, enc):
    z = model(**enc).logits
    return z[:, -1, LABELS].argmax(1).tolist()
""",
    """
def most_expected_position(model, ids, word_id):
    curve = model(ids).logits.log_softmax(-1)[0, :, word_id]
    return curve.argmax().item()
""",
    """
def answer(model, tok, prompt, letter_ids):
    logits = model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    return max(letter_ids, key=lambda i: logits[i].item())
""",
    """
def logit_difference(model, ids, yes_id, no_id):
    logits = model(ids).logits[0, -1]
    return logits[yes_id] - logits[no_id]
""",
    """
import numpy as np

def best_prompt(model, tok, prompts, yes_id):
    scores = []
    for prompt in prompts:
        ids = tok(prompt, return_tensors="pt").input_ids
        scores.append(model(ids).logits[0, -1].log_softmax(-1)[yes_id].item())
    return int(np.argmax(scores))
""",
    """
def greedy(model, ids):
    for _ in range(5):
        logits = model(ids).logits[0, -1]
        token = logits.argmax()
    return token
""",
    """
def entry(row, token):
    return row[token].item()

def letter(model, ids, options):
    row = model(ids).logits[0, -1]
    return max(options, key=lambda option: entry(row, options[option]))
""",
    """
def letter(model, ids, options):
    row = model(ids).logits[0, -1]
    best, found = float("-inf"), None
    for name, token in options.items():
        if row[token] > best:
            best, found = row[token], name
    return found
""",
    """
def letters(model, batch, option_ids):
    return [max(option_ids, key=lambda token: row[token].item()) for row in model(batch).logits[:, -1]]
""",
)

RULE = Rule(
    "SEQ502", (("logit", "model(", "lm("),), (Choose, Compare, Binary), check, WRONG, RIGHT, __doc__ or ""
)
