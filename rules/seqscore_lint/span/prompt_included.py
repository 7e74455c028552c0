"""Prompt tokens counted in the completion's score

## What goes wrong

The input is prompt + completion, and all of its tokens are scored: labels that are the whole input, or a sum over
every position. The result is the log-probability of both together.

## Why it matters

A mean loss over both is dominated by the prompt, which every candidate shares but in different proportion; a sum
reported as p(answer | prompt) is off by the prompt's log-probability.

## When it is fine

Perplexity of a whole text, and grammaticality judgements, where every token is meant.

## Fix

Set the labels of the prompt to -100, or sum from the prompt's last position on: `lp[:, n - 1:]`.

## Sources

- log p(y | x) sums over the tokens of y alone.
"""

from __future__ import annotations

import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Elementwise, Reduce, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import ANSWER, PROMPT, scores_of_tokens

_WHOLE = re.compile(r"perplex|\bppl\b|whole|full text|joint|both|entire|sentence|total_(?:text|sequence)|unconditional|grammat", re.IGNORECASE)


def _asks_for_answer(at: Reporter) -> bool:
    """Whether the function is given a prompt and an answer, and scores the answer."""
    given = [names.words(name) for name in at.function.parameters]
    has_prompt = any(words & PROMPT for words in given)
    has_answer = any(words & ANSWER for words in given)
    promised = bool(names.words(at.function.name) & ANSWER) or re.search(r"\|\s*\w+\)|given the|after the|conditional", at.function.doc)
    return (has_prompt and has_answer) or (bool(promised) and (has_prompt or has_answer))


def _is_whole(x: Value) -> bool:
    """Whether the scores run over an input that was put together, from its beginning."""
    if not x.has("composed") or x.has("masked", "-100", "partly-ignored", "prompt-ignored", "pad-ignored", "sliced"):
        return False
    return x.span is not None and x.span.start.symbol is None and x.span.start.const in (0, 1)


def check(event: Reduce | Return | Elementwise, at: Reporter) -> None:
    if isinstance(event, Reduce):
        x = event.x
        counted = event.operation in ("sum", "mean") and scores_of_tokens(x) and event.spelled == "call" and "V" not in event.axis_name
        if counted and _is_whole(x) and _asks_for_answer(at) and not _WHOLE.search(at.function.name):
            _report(event, x, at)
        return
    x = event.value if isinstance(event, Return) else event.x
    if isinstance(event, Elementwise) and event.function not in ("negate", "exp"):
        return
    if x.kind != "nll" or not x.has("model-loss") or len(x.parts) != 2:
        return
    inputs, labels = x.parts
    whole = labels.kind == "ids" and labels.has("composed", "joined") and labels.origin == inputs.origin
    if whole and not labels.has("-100", "prompt-ignored", "partly-ignored") and _asks_for_answer(at) and not _WHOLE.search(at.function.name):
        _report(event, x, at)


def _report(event: Reduce | Return | Elementwise, x: Value, at: Reporter) -> None:
    at.report(event.node, "the prompt's tokens are in this score: set their labels to -100, or sum from the end of the prompt on", x, trust=LIKELY)


WRONG = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def answer_mean_logprob(question: str, answer: str):
    enc = tok(question + " " + answer, return_tensors="pt")
    lp = model(**enc).logits[:, :-1].log_softmax(-1)
    tokens = lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return tokens.mean()  # <- SEQ301
""",
    """
def mean_completion_loss(model, tok, prompt, completion):
    ids = tok(f"{prompt}{completion}", return_tensors="pt").input_ids
    out = model(ids, labels=ids)
    return out.loss  # <- SEQ301
""",
    """
import torch
import torch.nn.functional as F

def average_option_nll(lm, context_ids, option_ids):
    ids = torch.cat([context_ids, option_ids], dim=1)
    z = lm(ids).logits
    nll = F.cross_entropy(z[0, :-1], ids[0, 1:], reduction="none")
    return nll.mean()  # <- SEQ301
""",
)

RIGHT = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def answer_mean_logprob(question: str, answer: str, n: int):
    enc = tok(question + " " + answer, return_tensors="pt")
    lp = model(**enc).logits[:, n - 1 : -1].log_softmax(-1)
    tokens = lp.gather(-1, enc.input_ids[:, n:, None]).squeeze(-1)
    return tokens.mean()
""",
    """
def mean_text_loss(model, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    return model(ids, labels=ids).loss
""",
    """
def mean_completion_loss(model, tok, prompt, completion, n):
    ids = tok(f"{prompt}{completion}", return_tensors="pt").input_ids
    labels = ids.clone()
    labels[:, :n] = -100
    return model(ids, labels=labels).loss
""",
    """
def perplexity_of_both(model, tok, prompt, completion):
    ids = tok(prompt + completion, return_tensors="pt").input_ids
    return model(ids, labels=ids).loss.exp()
""",
)

RULE = Rule("SEQ301", (("+", "{", "cat", "join"), ("softmax", "Softmax", "cross_entropy", "CrossEntropy", "labels", "logp", "loss")),
            (Reduce, Return, Elementwise), check, WRONG, RIGHT, __doc__ or "")  # fmt: skip
