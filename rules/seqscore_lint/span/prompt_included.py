"""Prompt tokens counted in the completion's score

## What goes wrong

The input is prompt + completion, and all of its tokens are scored: labels that are the whole input, or a
sum over every position. The result is the log-probability of both together.

## Why it matters

A mean loss over both is dominated by the prompt, which every candidate shares but in different proportion;
a sum reported as p(answer | prompt) is off by the prompt's log-probability.

## When it is fine

Perplexity of a whole text, and grammaticality judgements, where every token is meant. The joint
log-probability minus the prompt's own. Ranking by sums, where the shared prompt is a constant.

## Fix

Set the labels of the prompt to -100, or sum from the prompt's last position on: `lp[:, n - 1:]`.

## Sources

- OpenRLHF/OpenRLHF issue 235 and pull request 237; zjunlp/EasyEdit pull request 708.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Choose, Reduce, Reporter, Return, Show
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import (
    ANSWER,
    PROMPT,
    called,
    goes_over_all,
    is_start,
    pieces,
    token_scores,
    tokenised,
)

_WHOLE = re.compile(
    r"whole|full|joint|both|entire|unconditional|grammat|train|finetune|\bsft\b|minimal", re.IGNORECASE
)
_SCORES = ("logprob", "nll", "prob", "ppl")
_PERPLEXITY = re.compile(r"perplex|ppl|sentence|document|total_text", re.IGNORECASE)
_GIVEN = re.compile(r"\w+ ?\| ?\w+\)|\bgiven\b|after the|conditional|loglikelihood", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"\bp\(\s*[a-z]\w+ ?\| ?[a-z]\w+\)|"
    r"\b(?:per|of (?:the |its |each |every )?) ?(?:completion|answer|response|continuation|reply|target|summary)(?:'s)? tokens?\b",
    re.IGNORECASE,
)
"""What a documentation says of the score of a completion alone."""
_OF_ANSWER = re.compile(
    r"\b(?:log[- ]?prob\w*|score|likelihood) (?:of|for) (?:the|its|each|every|an?) (?:completion|answer|response|continuation|reply|target)\b",
    re.IGNORECASE,
)
"""What a documentation says of a score that leaves the prompt out."""
_ECHO = re.compile(r"""\becho["']?\s*[=:]\s*True|prompt_logprobs|input_token_logprobs""")


_JOINED = re.compile(
    rf"\b(?:ids|tokens|token_ids|input_ids|sequence|row)\b\W{{0,3}}\s*(?:is|are|holds?|contains?)?\s*(?:of )?(?:the |a |an )?"
    rf"(?:{'|'.join(sorted(PROMPT))})s?(?: (?:ids|tokens))?\s*(?:\+|and then|and|followed by|then|plus)\s*(?:the |its |an |a )?"
    rf"(?:{'|'.join(sorted(ANSWER))})\b",
    re.IGNORECASE,
)
"""Where a documentation says that token ids are a prompt's and, behind them, a completion's."""


def check(event: Reduce | Return | Assign | Show | Choose, at: Reporter) -> None:
    if isinstance(event, Reduce):
        _echoed(event, at)
    elif isinstance(event, Choose):
        if (not event.x.outer and event.x.reduced == "mean") or event.x.has("by-length"):
            _check(event.node, event.x, at, _ranks_answers(event.x, at))
    elif isinstance(event, Return):
        for x in _scores(event.value):
            if x.kind not in _SCORES:
                continue
            # A perplexity may well be the whole text's, unless its name says otherwise.
            named = x.kind != "ppl" or bool(names.words(at.function.name) & ANSWER)
            _check(event.node, x, at, named and _asked_for_answer(x, at))
    elif event.value.kind in _SCORES and (names.words(event.name) & ANSWER or _GIVEN.search(event.name)):
        _check(event.node, event.value, at, not _WHOLE.search(event.name))


def _check(node: ast.AST, x: Value, at: Reporter, promised: bool) -> None:
    if not promised or x.kind not in _SCORES:
        return
    loss = _model_loss(x)
    if loss is not None and not _all_labelled(loss):
        return
    if loss is None and not (x.reduced and _whole(x, at)):
        return
    made = loss.ref if loss is not None else x.made
    where = made if isinstance(made, ast.AST) and _owner(made, at) is at.function.node else node
    at.report(
        where,
        "the prompt's tokens are in this score: set their labels to -100, or sum from the end of the prompt",
        x,
        trust=LIKELY,
    )


def _scores(value: Value, depth: int = 2) -> Iterator[Value]:
    """The scores in what a function returns."""
    if value.is_score:
        yield value
    elif depth:
        held = [*(value.items or ()), *(value.fields or {}).values()]
        for inner in held or ([value.elem] if value.elem is not None else []):
            yield from _scores(inner, depth - 1)


def _model_loss(x: Value) -> Value | None:
    """The loss of a model that a score is made of, by sign, scale and exponential only."""
    for _ in range(6):
        if x.has("model-loss") and len(x.parts) == 2 and x.parts[0].kind == "ids":
            return x
        parts = (part.elem if part.kind == "list" and part.elem is not None else part for part in x.parts)
        inner = next((part for part in parts if part.has("model-loss")), None)
        if inner is None:
            return None
        x = inner
    return None


def _all_labelled(loss: Value) -> bool:
    """Whether the labels are the input itself, put together from prompt and completion."""
    inputs, labels = loss.parts
    whole = labels.kind == "ids" and labels.has("composed") and labels.origin == inputs.origin
    return whole and not labels.has("-100", "prompt-ignored", "partly-ignored", "sliced")


_LEFT_OUT = (
    "masked-otherwise",
    "-100",
    "partly-ignored",
    "prompt-ignored",
    "ignored",
    "sliced",
    "filtered",
    "row-weighted",
    "scaled",
)


def _whole(x: Value, at: Reporter) -> bool:
    """Whether the scores run over an input that was put together, from its beginning."""
    if (
        not (x.has("composed") or _has_boundary(x, at) or _documented(at))
        or token_scores(x).has(*_LEFT_OUT)
        or x.span is None
    ):
        return False
    if x.span.start.symbol is not None or x.span.start.const not in (0, 1):
        return False
    stop = x.span.stop
    ends = stop is None or stop.symbol == -1
    return ends and (not x.has("acc") or goes_over_all(x.made, at))


def _documented(at: Reporter) -> bool:
    """Whether the ids are documented to be a prompt's and a completion's."""
    return bool(_JOINED.search(f"{at.function.doc} {at.module.doc}"))


def _has_boundary(x: Value, at: Reporter) -> bool:
    """Whether the function is told where the completion of these ids begins, or which tokens belong to it."""
    told = [names.words(p) for p in at.function.parameters]
    return x.origin is not None and any(words & (PROMPT | ANSWER) and words & _BOUNDARY for words in told)


_BOUNDARY = frozenset({"len", "length", "lengths", "lens", "start", "starts", "mask", "end", "ends"})


def _asked_for_answer(x: Value, at: Reporter) -> bool:
    """Whether the function is given a prompt and a completion, or one and promises the second's score."""
    function = at.function
    name, doc = function.name, function.doc or at.module.class_doc(function.owner)
    if _CONDITIONAL.search(doc) and not _WHOLE.search(f"{name} {doc}"):
        return True
    answers = bool(names.words(name) & ANSWER)
    if (
        _WHOLE.search(name)
        or re.search(r"\b(whole|joint|both|full|entire)\b", doc)
        or (_PERPLEXITY.search(name) and not answers)
    ):
        return False
    given = [names.words(parameter) for parameter in function.parameters]
    has_prompt, has_answer = (any(words & kind for words in given) for kind in (PROMPT, ANSWER))
    if has_prompt and has_answer:
        return True
    promised = answers or _GIVEN.search(doc) is not None or _GIVEN.search(name) is not None
    return promised and (has_prompt or has_answer or _of_prompt_and_answer(x) or _documented(at))


def _ranks_answers(x: Value, at: Reporter) -> bool:
    """Whether completions are compared by an average, in which the shared prompt does not cancel."""
    return _of_prompt_and_answer(x) or _asked_for_answer(x, at)


def _of_prompt_and_answer(x: Value) -> bool:
    """Whether the text was put together from a prompt and, behind it, a completion, by their names."""
    ids = tokenised(x)
    if ids is None:
        return False
    text = ids.parts[0].elem or ids.parts[0]
    parts = [called(part) for part in pieces(text) if not isinstance(part.const, str) or part.ref is not None]
    return len(parts) > 1 and bool(parts[-1] & ANSWER) and any(words & PROMPT for words in parts[:-1])


def _owner(node: ast.AST, at: Reporter) -> ast.AST:
    """The function that a node belongs to, the module where it is in none."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return next(
        (above for above in at.module.ancestors(node) if isinstance(above, functions)), at.module.tree
    )


# -- answers of serving APIs ---------------------------------------------------------------------------------


def _echoed(event: Reduce, at: Reporter) -> None:
    """The log-probs of an echoed prompt and its completion, all of them summed."""
    x = event.x
    if (
        x.domain != "api"
        or x.reduced
        or x.pick not in ("chosen", "first")
        or event.operation not in ("sum", "mean")
    ):
        return
    given = [names.words(parameter) for parameter in at.function.parameters]
    told = all(any(words & kind for words in given) for kind in (PROMPT, ANSWER))
    doc = f"{at.function.doc} {at.module.class_doc(at.function.owner)}"
    if not (told or _OF_ANSWER.search(doc) or _CONDITIONAL.search(doc)) or event.spelled == "ratio":
        return
    node = at.function.node
    rows = at.module.rows(at.module.classes.get(at.function.owner) or node)
    if not _ECHO.search("\n".join(rows)) or _WHOLE.search(at.function.name) or not _joins_and_sums(node):
        return
    at.report(
        event.node,
        "the echoed prompt's log-probs are in this score: sum from the first token of the completion on",
        x,
        trust=LIKELY,
    )


def _joins_and_sums(function: ast.AST) -> bool:
    """Whether texts are joined, and nothing is cut, found by its offset or compared with a count."""
    joins = False
    for part in ast.walk(function):
        if isinstance(part, ast.Slice) and not (
            is_start(part.lower) and (part.upper is None or isinstance(part.upper, ast.UnaryOp))
        ):
            return False
        if isinstance(part, ast.Compare) and not isinstance(
            part.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)
        ):
            return False
        if "offset" in (
            getattr(part, "attr", None) or getattr(part, "id", None) or str(getattr(part, "value", ""))
        ):
            return False
        joins = (
            joins
            or isinstance(part, ast.JoinedStr)
            or (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add))
        )
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub):
            return False
    return joins


WRONG = (
    """
'''Scores replies. A record's `tokens` are the prompt followed by the reply, `start` is where the reply begins.'''
import torch

def reply_logprob(model, record):
    x = torch.tensor(record["tokens"]).unsqueeze(0)
    lp = torch.log_softmax(model(x).logits[0, :-1], dim=-1)
    return lp.gather(1, x[0, 1:].unsqueeze(1)).sum().item()  # <- SEQ301
""",
    """
from vllm import LLM, SamplingParams, TokensPrompt

def score(llm: LLM, pairs):
    \"\"\"pairs of token id lists; returns the mean log-probability of every answer.\"\"\"
    options = SamplingParams(max_tokens=1, prompt_logprobs=0)
    result = []
    for (p, a), out in zip(pairs, llm.generate([TokensPrompt(prompt_token_ids=p + a) for p, a in pairs], options)):
        lps = [d[t].logprob for t, d in zip(p + a, out.prompt_logprobs) if d is not None]
        result.append(sum(lps) / max(1, len(lps)))  # <- SEQ301
    return result
""",
    """
class Scorer:
    \"\"\"Mean log-probability per answer token.\"\"\"

    def answer_score(self, input_ids, attention_mask, prompt_lengths):
        z = self.model(input_ids, attention_mask=attention_mask).logits
        lp = z[:, :-1].log_softmax(-1).gather(-1, input_ids[:, 1:, None])[..., 0]
        counted = attention_mask[:, 1:].to(lp.dtype)
        return (lp * counted).sum(-1) / counted.sum(-1).clamp(min=1)  # <- SEQ301
""",
    """
import torch
import torch.nn.functional as F

def summary_logprob(model, article_ids, summary_ids):
    \"\"\"log P(summary | article)\"\"\"
    seq = torch.cat([article_ids, summary_ids]).unsqueeze(0)
    logits = model(seq).logits
    nll = F.cross_entropy(logits[0, :-1], seq[0, 1:], reduction="none")
    return -nll.sum().item()  # <- SEQ301
""",
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
    out = model(ids, labels=ids)  # <- SEQ301
    return out.loss
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
    """
import numpy as np
import torch

def pick(model, tokenizer, question, choices):
    losses = []
    for choice in choices:
        enc = tokenizer(f"Question: {question}\\nAnswer: {choice}", return_tensors="pt")
        with torch.no_grad():
            out = model(**enc, labels=enc["input_ids"])  # <- SEQ301
        losses.append(out.loss.item())
    return int(np.argmin(losses))
""",
    """
import torch.nn.functional as F

def answer_logprob(model, tokenizer, question, answer):
    input_ids = tokenizer(question + " " + answer, return_tensors="pt")["input_ids"]
    log_probs = F.log_softmax(model(input_ids).logits, dim=-1)
    total = 0.0
    for i in range(1, input_ids.shape[1]):
        total += log_probs[0, i - 1, input_ids[0, i]].item()  # <- SEQ301
    return total
""",
    """
def completion_logprob(client, prompt, completion):
    text = prompt + completion
    out = client.completions.create(model="m", prompt=text, echo=True, max_tokens=0, logprobs=1)
    return sum(out.choices[0].logprobs.token_logprobs[1:])  # <- SEQ301
""",
    """
import torch

def completion_logprobs(model, tokenizer, prompts, completions):
    enc = tokenizer([p + c for p, c in zip(prompts, completions)], padding=True, return_tensors="pt")
    logp = torch.log_softmax(model(**enc).logits[:, :-1], dim=-1)
    token = logp.gather(2, enc.input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (token * enc.attention_mask[:, 1:]).sum(1)  # <- SEQ301
""",
)

RIGHT = (
    """
'''Scores replies. A record's `tokens` are the prompt followed by the reply, `start` is where the reply begins.'''
import torch

def reply_logprob(model, record):
    x = torch.tensor(record["tokens"]).unsqueeze(0)
    lp = torch.log_softmax(model(x).logits[0, :-1], dim=-1)
    return lp.gather(1, x[0, 1:].unsqueeze(1))[record["start"] - 1 :].sum().item()
""",
    """
from vllm import LLM, SamplingParams, TokensPrompt

def score(llm: LLM, pairs):
    \"\"\"pairs of token id lists; returns the mean log-probability of every answer.\"\"\"
    options = SamplingParams(max_tokens=1, prompt_logprobs=0)
    result = []
    for (p, a), out in zip(pairs, llm.generate([TokensPrompt(prompt_token_ids=p + a) for p, a in pairs], options)):
        lps = [d[t].logprob for t, d in zip(a, out.prompt_logprobs[len(p) :])]
        result.append(sum(lps) / max(1, len(lps)))
    return result
""",
    """
class Scorer:
    \"\"\"Mean log-probability per answer token.\"\"\"

    def answer_score(self, input_ids, attention_mask, answer_mask):
        z = self.model(input_ids, attention_mask=attention_mask).logits
        lp = z[:, :-1].log_softmax(-1).gather(-1, input_ids[:, 1:, None])[..., 0]
        counted = (attention_mask & answer_mask)[:, 1:].to(lp.dtype)
        return (lp * counted).sum(-1) / counted.sum(-1).clamp(min=1)
""",
    """
import torch

def completion_logprob(lm, tokenizer, prompt, completion):
    enc = tokenizer(prompt + completion, return_offsets_mapping=True, return_tensors="pt")
    lp = lm(enc.input_ids).logits[0, :-1].log_softmax(-1)
    got = lp.gather(1, enc.input_ids[0, 1:, None])[:, 0]
    behind = enc["offset_mapping"][0, 1:, 1] > len(prompt)
    return got[behind].sum().item()
""",
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
    """
import torch

def text_logprob(model, tokenizer, text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    return logp.gather(-1, ids[:, 1:, None]).sum()

def answer_logprob(model, tokenizer, prompt, answer):
    return text_logprob(model, tokenizer, prompt + answer) - text_logprob(model, tokenizer, prompt)
""",
    """
def completion_logprob(client, prompt, completion):
    text = prompt + completion
    out = client.completions.create(model="m", prompt=text, echo=True, max_tokens=0, logprobs=1)
    found = out.choices[0].logprobs
    start = next(i for i, offset in enumerate(found.text_offset) if offset >= len(prompt))
    return sum(found.token_logprobs[start:])
""",
    """
import torch

def joint_logprob(model, tokenizer, prompt, answer):
    ids = tokenizer(prompt + answer, return_tensors="pt").input_ids
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    return logp.gather(-1, ids[:, 1:, None]).sum()
""",
)

RULE = Rule(
    "SEQ301",
    (
        ("+", "{", "cat", "join", "prompt", "completion", "answer", "response", "context"),
        ("softmax", "Softmax", "cross_entropy", "CrossEntropy", "labels", "logp", "lp", "log_p", "loss"),
    ),
    (Reduce, Return, Assign, Show, Choose),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
