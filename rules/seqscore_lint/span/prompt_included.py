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
from seqscore_lint.flow.events import Assign, Choose, Reporter, Return, Show
from seqscore_lint.flow.module import Function
from seqscore_lint.flow.operations.places import END
from seqscore_lint.flow.values import LIKELY, MISSING, RETURNS, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import (
    ANSWER,
    PROMPT,
    called,
    composed_text,
    goes_over_all,
    joined_ids,
    pieces,
    token_scores,
)

_WHOLE = re.compile(
    r"whole|full|joint|both|entire|unconditional|grammat|train|finetune|\bsft\b|minimal", re.IGNORECASE
)
_OF_BOTH = re.compile(
    r"\b(?:whole|joint|full|entire)\b|\b(?:of|over|for) both\b|\bboth (?:together|parts|texts)\b|"
    r"\bsft\b|language[- ]model training|\b(?:prompt|context|question) and (?:the |its )?(?:completion|answer|response|reply)\b",
    re.IGNORECASE,
)
"""Where a documentation says that a prompt's tokens are meant as well."""
_SCORES = ("logprob", "nll", "prob", "ppl")
_PERPLEXITY = re.compile(r"perplex|ppl|sentence|document|total_text", re.IGNORECASE)
_GIVEN = re.compile(
    r"\w+ ?\| ?(?!bos\b|eos\b|start\b|empty\b)\w+\)|\bgiven\b|after the|conditional|loglikelihood",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\bp\(\s*[a-z]\w+ ?\| ?(?!bos\b|eos\b|start\b|empty\b)[a-z]\w+\)|"
    r"\b(?:per|of (?:the |its |each |every )?) ?(?:completion|answer|response|continuation|reply|target|summary)(?:'s)? tokens?\b",
    re.IGNORECASE,
)
"""What a documentation says of the score of a completion alone."""
_OF_ANSWER = re.compile(
    r"\b(?:log[- ]?prob\w*|score|likelihood) (?:of|for) (?:the|its|each|every|an?) (?:completion|answer|response|continuation|reply|target)\b",
    re.IGNORECASE,
)
"""What a documentation says of a score that leaves the prompt out."""

_JOINED = re.compile(
    rf"\b(?:ids|tokens|token_ids|input_ids|sequence|row)\b\W{{0,3}}\s*(?:is|are|holds?|contains?)?\s*(?:of )?(?:the |a |an )?"
    rf"(?:{'|'.join(sorted(PROMPT))})s?(?: (?:ids|tokens))?\s*(?:\+|and then|and|followed by|then|plus)\s*(?:the |its |an |a )?"
    rf"(?:{'|'.join(sorted(ANSWER))})\b",
    re.IGNORECASE,
)
"""Where a documentation says that token ids are a prompt's and, behind them, a completion's."""


def check(event: Return | Assign | Show | Choose, at: Reporter) -> None:
    if isinstance(event, Choose):
        of_one = not event.x.outer or event.x.has("merged-batch")
        if (of_one and event.x.reduced == "mean") or event.x.has("by-length"):
            _check(event.node, event.x, at, not _judged(event.x, at) and _ranks_answers(event.x, at))
    elif isinstance(event, Return):
        for x in _scores(event.value):
            _check_returned(event.node, x, at)
    elif event.value.kind in _SCORES and (names.words(event.name) & ANSWER or _GIVEN.search(event.name)):
        _check(event.node, event.value, at, not _WHOLE.search(event.name))
    elif event.value.has("echoed") and isinstance(event, Show) and _returns(event.name, at):
        _check_returned(event.node, event.value, at)


def _check_returned(node: ast.AST, x: Value, at: Reporter) -> None:
    # A perplexity may well be the whole text's, unless its name says otherwise.
    named = x.kind != "ppl" or bool(names.words(at.function.name) & ANSWER)
    _check(node, x, at, x.kind in _SCORES and named and _asked_for_answer(x, at))


def _returns(name: str, at: Reporter) -> bool:
    """Whether the function being read returns the list of that name, to which a score is appended."""
    returned = (part for part in ast.walk(at.function.node) if isinstance(part, ast.Return))
    return any(isinstance(part.value, ast.Name) and part.value.id == name for part in returned)


def _check(node: ast.AST, x: Value, at: Reporter, promised: bool) -> None:
    if not promised or x.kind not in _SCORES:
        return
    loss = _model_loss(x)
    if loss is not None and not _all_labelled(loss):
        return
    if loss is None and not (x.reduced and _whole(x, at)):
        return
    made = loss.ref if loss is not None else _entered(x) or _added_up(x).made
    where = made if isinstance(made, ast.AST) and _owner(made, at) is at.function.node else node
    at.report(
        where,
        "the prompt's tokens are in this score: set their labels to -100, or sum from the end of the prompt",
        x,
        trust=LIKELY,
    )


def _entered(x: Value, depth: int = 8) -> ast.AST | None:
    """Where another function returned the log-probs of all tokens that a server scored: there they are still apart."""
    held = x.elem if x.kind == "list" else x.parts[0] if x.parts else None
    follows = held is not None and depth and (held.kind == "list" or held.has("returned"))
    deeper = _entered(held, depth - 1) if held is not None and follows else None
    return deeper or (x.made if x.has("returned") and isinstance(x.made, ast.Call) else None)


def _added_up(x: Value) -> Value:
    """The score as it was when its tokens became one number."""
    while x.parts and x.parts[0].is_score and x.parts[0].reduced:
        x = x.parts[0]
    return x


def _judged(x: Value, at: Reporter) -> bool:
    """Whether it comes from a function that is given a prompt and a completion: what that returns was looked at there."""
    makers = {step.what.removesuffix(RETURNS) for step in x.steps if step.what.endswith(RETURNS)}
    known = [function for function in at.module.all_functions() if function.name in makers]
    return any(all(_is_given(f, side) for side in (PROMPT, ANSWER)) for f in known)


def _is_given(function: Function, side: frozenset[str]) -> bool:
    return any(names.words(parameter) & side for parameter in function.parameters)


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
    "ranged",
    "row-weighted",
    "scaled",
)


_WINDOW = 256
"""As many of the last tokens are what a model has room for, not a completion."""


def _whole(x: Value, at: Reporter) -> bool:
    """Whether the scores run over an input that was put together, from its beginning."""
    if (
        not (x.has("composed") or _has_boundary(x, at) or _documented(at))
        or token_scores(x).has(*_LEFT_OUT)
        or x.span is None
    ):
        return False
    start = x.span.start
    if start.symbol == END:
        from_the_start = start.const <= -_WINDOW
    else:
        from_the_start = start.symbol is None and start.const in (0, 1)
    if not from_the_start:
        return False
    stop = x.span.stop
    ends = stop is None or stop.symbol == -1
    return ends and (not x.has("acc") or goes_over_all(x.made, at))


def _documented(at: Reporter) -> bool:
    """Whether the ids are documented to be a prompt's and a completion's."""
    return bool(_JOINED.search(f"{at.function.doc} {at.module.doc}"))


def _has_boundary(x: Value, at: Reporter) -> bool:
    """Whether the function is told where the completion of these ids begins, or which tokens belong to it."""
    told = map(names.words, (*at.function.parameters, *_IDENTIFIER.findall(at.function.doc)))
    return x.origin is not None and any(words & (PROMPT | ANSWER) and words & _BOUNDARY for words in told)


_IDENTIFIER = re.compile(r"\b[a-z]+_[a-z_]+\b")
"""What a documentation calls by the names of the code: ``prompt_lens``."""
_BOUNDARY = frozenset({"len", "length", "lengths", "lens", "start", "starts", "mask", "end", "ends"})


def _asked_for_answer(x: Value, at: Reporter) -> bool:
    """Whether the function is given a prompt and a completion, or one and promises the second's score."""
    function = at.function
    name, doc = function.name, function.doc or at.module.class_doc(function.owner)
    if _CONDITIONAL.search(doc) and not _WHOLE.search(f"{name} {doc}"):
        return True
    answers = bool(names.words(name) & ANSWER)
    if (
        _WHOLE.search(f"{name} {function.owner}")
        or _OF_BOTH.search(doc)
        or (_PERPLEXITY.search(name) and not answers)
    ):
        return False
    given = [names.words(parameter) for parameter in function.parameters]
    has_prompt, has_answer = (any(words & kind for words in given) for kind in (PROMPT, ANSWER))
    if (has_prompt and has_answer) or _of_answer_and_more(x, at):
        return True
    promised = answers or _GIVEN.search(doc) is not None or _GIVEN.search(name) is not None
    return promised and (has_prompt or has_answer or _of_prompt_and_answer(x) or _documented(at))


def _ranks_answers(x: Value, at: Reporter) -> bool:
    """Whether completions are compared by an average, in which the shared prompt does not cancel."""
    return _of_prompt_and_answer(x) or _asked_for_answer(x, at)


def _of_prompt_and_answer(x: Value) -> bool:
    """Whether the text, or the ids, were put together from a prompt's and, behind them, a completion's, by their names."""
    text = composed_text(x)
    if text is not None:
        named = [part for part in pieces(text) if not isinstance(part.const, str) or part.ref is not None]
    else:
        joined = joined_ids(x)
        named = list(joined.parts) if joined is not None else []
    parts = [called(part) for part in named]
    return len(parts) > 1 and bool(parts[-1] & ANSWER) and any(words & PROMPT for words in parts[:-1])


def _of_answer_and_more(x: Value, at: Reporter) -> bool:
    """Whether an answer's score is documented, and the text was put together from more than answers."""
    function = at.function
    if not _OF_ANSWER.search(function.doc or at.module.class_doc(function.owner)):
        return False
    text = composed_text(x)
    parts = [called(part) for part in pieces(text) if part.const is MISSING] if text is not None else []
    return len(parts) > 1 and not all(words & ANSWER for words in parts)


def _owner(node: ast.AST, at: Reporter) -> ast.AST:
    """The function that a node belongs to, the module where it is in none."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return next(
        (above for above in at.module.ancestors(node) if isinstance(above, functions)), at.module.tree
    )


WRONG = (
    """
def best_answer(model, tokenizer, question, answers):
    means = []
    for answer in answers:
        enc = tokenizer(question + " " + answer, return_tensors="pt")
        lp = model(**enc).logits[:, :-1].log_softmax(-1)
        means.append(lp.gather(-1, enc.input_ids[:, 1:, None]).mean().item())  # <- SEQ301
    return answers[max(range(len(answers)), key=means.__getitem__)]
""",
    """
import torch
import torch.nn.functional as F

class Replies:
    \"\"\"log p(reply | history) of pairs that are token ids already.\"\"\"

    def rank(self, pairs):
        found = []
        for history, reply in pairs:
            row = torch.tensor((history + reply)[-4096:])
            z = self.net(row[None, :-1])[0].float()
            found.append(-F.cross_entropy(z, row[1:], reduction="sum").item())  # <- SEQ301
        return found
""",
    """
import torch

def answer_logprob(net, question_ids, answer_ids):
    ids = question_ids + answer_ids
    lp = net(torch.tensor([ids[:-1]]))[0].log_softmax(-1)
    picked = lp[torch.arange(len(ids) - 1), torch.tensor(ids[1:])]
    return picked.sum().item()  # <- SEQ301
""",
    """
class Scorer:
    async def scored(self, session, text):
        payload = {"inputs": text, "parameters": {"decoder_input_details": True, "max_new_tokens": 1}}
        async with session.post(self.url, json=payload) as response:
            data = await response.json()
        return [token["logprob"] for token in data["details"]["prefill"][1:]]

    async def option_logprob(self, session, question, option):
        values = await self.scored(session, question + option)  # <- SEQ301
        return sum(values)
""",
    """
import torch
from torch import nn

class Support:
    def __init__(self, model):
        self.model, self.criterion = model, nn.CrossEntropyLoss(reduction="sum")

    def claim_logprob(self, evidence: list[int], claim: list[int]) -> float:
        \"\"\"log P(claim | evidence)\"\"\"
        ids = torch.tensor([evidence + claim])
        logits = self.model(ids).logits
        return -self.criterion(logits[0, :-1], ids[0, 1:]).item()  # <- SEQ301
""",
    """
import numpy as np

def answer_loglik(forward, item):
    ids = np.asarray(item.prompt_ids + item.answer_ids)
    z = forward(ids)[:-1]
    lp = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return lp[np.arange(len(ids) - 1), ids[1:]].sum()  # <- SEQ301
""",
    """
def target_loss(model, batch):
    \"\"\"Mean NLL per target token; batch has input_ids, attention_mask, prompt_lens.\"\"\"
    z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].log_softmax(-1).gather(2, batch["input_ids"][:, 1:, None])[:, :, 0]
    counted = batch["attention_mask"][:, 1:].float()
    return -(lp * counted).sum() / counted.sum()  # <- SEQ301
""",
    """
class Remote:
    def loglikelihood(self, requests):
        found = []
        for context, continuation in [request.args for request in requests]:
            body = dict(prompt=context + continuation, echo=True, max_tokens=0, logprobs=1)
            reply = self.session.post(self.url, json=body).json()
            lps = reply["choices"][0]["logprobs"]["token_logprobs"][1:]
            found.append((sum(lps), False))  # <- SEQ301
        return found
""",
    """
import torch
from torch import Tensor

@torch.inference_mode()
def log_p_answer(lm, q: Tensor, a: Tensor) -> float:
    \"\"\"Conditional log-probability of ``a`` after ``q`` (both 1-D).\"\"\"
    row = torch.cat([q, a]).unsqueeze(0)
    z = lm(row).logits[0, :-1]
    lp = z.gather(1, row[0, 1:].unsqueeze(1)).squeeze(1) - z.logsumexp(dim=1)
    return lp.sum().item()  # <- SEQ301
""",
    """
import math

def scored(client, question, answer):
    made = client.completions.create(model="m", prompt=question + answer, max_tokens=0, echo=True, logprobs=0)
    return [lp for lp in made.choices[0].logprobs.token_logprobs if lp is not None]

def answer_logprob(client, question, answer):
    \"\"\"How likely the answer is after the question.\"\"\"
    values = scored(client, question, answer)  # <- SEQ301
    return math.fsum(values)
""",
    """
def ask(session, url, body):
    return session.post(url, json=body).json()

def continuation_nll(session, url, context, continuation):
    body = {"prompt": context + continuation, "max_tokens": 0, "echo": True, "logprobs": 1}
    nll = 0.0
    for lp in ask(session, url, body)["choices"][0]["logprobs"]["token_logprobs"]:
        if lp is None:
            continue
        nll -= lp  # <- SEQ301
    return nll
""",
    """
from text_generation import Client

def reply_logprob(server: Client, prompt, reply):
    made = server.generate(prompt + reply, max_new_tokens=1, decoder_input_details=True)
    return sum(token.logprob for token in made.details.prefill[1:])  # <- SEQ301
""",
    """
class Scorer:
    \"\"\"Mean log-probability of a completion after its prompt.\"\"\"

    def score(self, prompt, completion):
        made = self.engine.generate(prompt + completion, {"max_new_tokens": 1}, return_logprob=True, logprob_start_len=0)
        entries = made["meta_info"]["input_token_logprobs"][1:]
        total = sum(entry[0] for entry in entries)  # <- SEQ301
        return total / max(len(entries), 1)
""",
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
def best_text(model, tokenizer, texts):
    means = []
    for text in texts:
        enc = tokenizer(tokenizer.bos_token + text, return_tensors="pt")
        lp = model(**enc).logits[:, :-1].log_softmax(-1)
        means.append(lp.gather(-1, enc.input_ids[:, 1:, None]).mean().item())
    return texts[max(range(len(texts)), key=means.__getitem__)]
""",
    """
import torch

def answer_logprobs(lm, tok, questions, answers, prompt_lens):
    enc = tok([q + " " + a for q, a in zip(questions, answers)], padding=True, return_tensors="pt")
    lp = lm(**enc).logits[:, :-1].log_softmax(-1)
    lp = lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    keep = enc.attention_mask[:, 1:].clone()
    keep[torch.arange(1, lp.shape[1] + 1)[None] < prompt_lens[:, None]] = 0
    return (lp * keep).sum(-1)
""",
    """
import torch

def scores(net, requests):
    \"\"\"log p(continuation | context) of each request.\"\"\"
    found = []
    for context, continuation in requests:
        row = (context + continuation)[-2048:]
        lp = torch.log_softmax(net(torch.tensor(row)[None])[0, :-1], dim=-1)
        each = lp.gather(1, torch.tensor(row[1:])[:, None])[:, 0]
        found.append(each[-len(continuation) :].sum().item())
    return found
""",
    """
import torch

def scores(net, documents):
    \"\"\"log p of both parts, the whole document.\"\"\"
    found = []
    for first, second in documents:
        row = (first + second)[-2048:]
        lp = torch.log_softmax(net(torch.tensor(row)[None])[0, :-1], dim=-1)
        found.append(lp.gather(1, torch.tensor(row[1:])[:, None])[:, 0].sum().item())
    return found
""",
    """
import torch

class SftLoss(torch.nn.Module):
    \"\"\"Cross entropy over prompt and completion, as in plain language-model training.\"\"\"

    def forward(self, prompt_ids, completion_ids):
        x = torch.cat((prompt_ids, completion_ids), dim=1)
        return self.lm(x, labels=x).loss
""",
    """
import torch
from torch import nn

class Support:
    def __init__(self, model):
        self.model, self.nll = model, nn.CrossEntropyLoss(reduction="sum")

    def claim_logprob(self, evidence: list[int], claim: list[int]) -> float:
        \"\"\"log P(claim | evidence)\"\"\"
        ids = torch.tensor([evidence + claim])
        targets = ids.clone()
        targets[:, : len(evidence)] = self.nll.ignore_index
        return -self.nll(self.model(ids).logits[0, :-1], targets[0, 1:]).item()
""",
    """
class SentenceLM:
    def logprob(self, sentence: str) -> float:
        \"\"\"log P(sentence | BOS)\"\"\"
        ids = self.tok(self.tok.bos_token + sentence, add_special_tokens=False, return_tensors="pt").input_ids
        return -(ids.shape[1] - 1) * self.lm(ids, labels=ids).loss.item()
""",
    """
import torch

def answer_logprob(model, tokenizer, question, answer):
    enc = tokenizer(question + " " + answer, return_tensors="pt")
    mask = enc.attention_mask.clone()
    mask[:, : len(tokenizer(question).input_ids)] = 0
    lp = model(**enc).logits[:, :-1].log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None])[..., 0]
    return (lp * mask[:, 1:]).sum(-1)
""",
    """
def answer_logprobs(tok, lm, questions, answers):
    texts = [q + a for q, a in zip(questions, answers)]
    enc = tok(texts, return_tensors="pt", padding=True, return_offsets_mapping=True)
    starts = enc.pop("offset_mapping")[:, 1:, 0]
    lp = lm(**enc).logits[:, :-1].log_softmax(-1).gather(-1, enc["input_ids"][:, 1:, None]).squeeze(-1)
    keep = enc["attention_mask"][:, 1:].bool()
    for row, question in enumerate(questions):
        keep[row] &= starts[row] >= len(question)
    return lp.masked_fill(~keep, 0.0).sum(-1)
""",
    """
class Remote:
    def loglikelihood(self, requests):
        found = []
        for context, continuation in [request.args for request in requests]:
            body = dict(prompt=context + continuation, echo=True, max_tokens=0, logprobs=1)
            logprobs = self.session.post(self.url, json=body).json()["choices"][0]["logprobs"]
            start = next(i for i, at in enumerate(logprobs["text_offset"]) if at >= len(context))
            found.append((sum(logprobs["token_logprobs"][start:]), False))
        return found
""",
    """
from torch.nn.functional import cross_entropy

class PartialScorer:
    def suffix_loss(self, prefix, suffix):
        enc = self.tokenizer(prefix + suffix, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, :, 1]
        target = enc["input_ids"][0].masked_fill(ends <= len(prefix), -100)
        z = self.model(**enc).logits[0]
        return cross_entropy(z[:-1], target[1:], ignore_index=-100, reduction="sum")
""",
    """
def scored(client, text):
    made = client.completions.create(model="m", prompt=text, max_tokens=0, echo=True, logprobs=0)
    found = made.choices[0].logprobs
    return found.token_logprobs, found.text_offset

def answer_logprob(client, question, answer):
    \"\"\"How likely the answer is after the question.\"\"\"
    values, offsets = scored(client, question + answer)
    return sum(lp for lp, at in zip(values, offsets) if at >= len(question))
""",
    """
def ask(session, url, body):
    return session.post(url, json=body).json()

def continuation_nll(session, url, context, continuation):
    body = {"prompt": context + continuation, "max_tokens": 0, "echo": True, "logprobs": 1}
    found = ask(session, url, body)["choices"][0]["logprobs"]
    nll = 0.0
    for lp, at in zip(found["token_logprobs"], found["text_offset"]):
        if lp is None or at < len(context):
            continue
        nll -= lp
    return nll
""",
    """
def text_logprobs(client, text):
    made = client.completions.create(model="m", prompt=text, max_tokens=0, echo=True, logprobs=0)
    return made.choices[0].logprobs.token_logprobs[1:]

def continuation_logprob(client, context, continuation):
    whole = text_logprobs(client, context + continuation)
    return sum(whole[len(text_logprobs(client, context)):])
""",
    """
def text_logprob(client, text):
    made = client.completions.create(model="m", prompt=text, max_tokens=0, echo=True, logprobs=0)
    return sum(made.choices[0].logprobs.token_logprobs[1:])

def continuation_logprob(client, context, continuation):
    return text_logprob(client, context + continuation) - text_logprob(client, context)
""",
    """
class Scorer:
    \"\"\"Log-probability of a completion after its prompt.\"\"\"

    def score(self, prompt, completion):
        n = len(self.tok.encode(prompt))
        made = self.engine.generate(prompt + completion, {"max_new_tokens": 1}, return_logprob=True, logprob_start_len=n)
        made = made["meta_info"]["input_token_logprobs"]
        return sum(entry[0] for entry in made if entry[0] is not None)
""",
    """
def answer_logprob(client, question, answer):
    \"\"\"Log-probability of the generated answer.\"\"\"
    made = client.completions.create(model="m", prompt=f"{question}\\nA:", max_tokens=20, logprobs=0)
    return sum(made.choices[0].logprobs.token_logprobs)
""",
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
    (Return, Assign, Show, Choose),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
