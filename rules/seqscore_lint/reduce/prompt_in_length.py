"""Length normalisation counts the prompt

## What goes wrong

The sum runs over the completion's tokens, the divisor counts the prompt's too. The result is the mean log-
prob scaled by the share of the completion in the whole sequence.

## Why it matters

The longer the prompt, the closer every score is to 0; candidates for one prompt are ranked with a penalty
that depends on the prompt's length. Beam search in
transformers did so until pull request 27351.

## When it is fine

Encoder-decoder models, whose decoder holds no prompt, and scores of the whole text.

## Fix

Divide by the number of tokens that were summed. Not rewritten: that number has to be counted where the span
is cut.

## Sources

- huggingface/transformers issues 16413 and 26624, pull request 27351; vllm-project/vllm issue 2606.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY, WHOLE, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_COMPLETION = re.compile(
    r"completion|response|answer|continuation|target|tgt|suffix|ending|hyp|gen|output|action|reply|cont|"
    r"cand|choice|option",
    re.IGNORECASE,
)
_PROMPT = re.compile(r"prompt|prefill|context|ctx|question|prefix|query|source|input", re.IGNORECASE)
_GENERATES = re.compile(r"beam|hypothes|generat|sampled", re.IGNORECASE)
_TOTAL = frozenset({"total_tokens"})


def check(event: Binary, at: Reporter) -> None:
    left = event.left
    if (
        event.operation != "/"
        or not (left.kind in ("logprob", "nll") or (left.kind == "logit" and _adds_steps(left)))
        or left.reduced not in ("sum", "")
        or left.domain == "seq2seq"
    ):
        return
    right = _length(event, at)
    if (
        (right.kind == "length" and right.parts and _picks_behind(left, right.parts[0]))
        or _counts_both(event, at)
        or (_is_cut(left, at) and _is_whole(right, left))
        or _masks_differ(event, at)
        or (_is_echoed_part(left, at) and _is_echoed_whole(right))
        or (left.has("acc") and left.pick == "?" and _extends_prompt(right))
    ):
        at.report(
            event.node,
            "a sum over the completion is divided by a length that counts the prompt: divide by the number "
            "of summed tokens",
            left,
            trust=LIKELY,
        )


def _adds_steps(score: Value) -> bool:
    """Whether what generate() returned for each step was added up."""
    return score.has("transition", "acc") or (score.domain in ("generate", "beam") and score.reduced == "sum")


def _length(event: Binary, at: Reporter) -> Value:
    """The length in a length penalty, or the divisor itself."""
    divisor, node = event.right, getattr(event.node, "right", None)
    spelled = contract.resolved(node, at) if node is not None else None
    penalty = isinstance(spelled, ast.Call) or (
        isinstance(spelled, ast.BinOp) and isinstance(spelled.op, ast.Pow)
    )
    if divisor.known or not penalty:
        return divisor
    length = next((part for part in contract.chain(divisor, 4) if part.kind == "length"), divisor)
    while length.kind == "length" and len(length.parts) == 1 and length.parts[0].kind == "length":
        length = length.parts[0]  # the 5 + n of a penalty
    return length


def _is_cut(score: Value, at: Reporter) -> bool:
    """Whether the summed tokens start behind a prompt, or were generated after one."""
    if score.domain in ("generate", "beam") and at.module.model_class != "seq2seq":
        return True
    if score.has("last-position") and score.has("acc"):
        return True  # a search adds up what it generates
    if score.span is not None and score.span.start.symbol is not None:
        return True
    if score.domain in ("causal", "") and score.origin is not None and _picked_elsewhere(score):
        return True
    if any(part.kind == "ids" and part.has("prompt-ignored") for part in contract.chain(score, 4)):
        return True  # the labels of a model's loss
    if any(part.kind == "list" and _goes_over_rest(part) for part in contract.chain(score, 3)):
        return True
    return isinstance(score.made, ast.AugAssign) and _loops_over_completion(score.made, at)


def _extends_prompt(length: Value) -> bool:
    """Whether it counts what began as a prompt, and got one more token in every turn of a search."""
    ids = length.parts[0] if length.kind == "length" and length.ref == "len" and length.parts else length
    return ids.has("joined") and isinstance(ids.ref, str) and bool(_PROMPT.search(ids.ref))


def _goes_over_rest(listed: Value) -> bool:
    """``[... for i in range(n_prompt, n)]``"""
    over = listed.parts[0] if listed.parts else listed
    return over.kind == "range" and len(over.parts) > 1 and over.parts[0].kind == "length"


def _picks_behind(score: Value, counted: Value) -> bool:
    """Whether the tokens that were scored were put behind others in what is counted."""
    whole = counted.span is None or counted.span == WHOLE
    if counted.kind != "ids" or not counted.has("joined") or not whole:
        return False
    behind = {part.origin for part in _joined_behind(counted)} - {None}
    return any(part.kind == "ids" and part.origin in behind for part in contract.chain(score, 5))


def _joined_behind(ids: Value) -> list[Value]:
    held = (part.elem if part.kind == "list" and part.elem else part for part in contract.chain(ids, 3))
    return [
        part for joined in held if joined.kind == "ids" for part in joined.parts[1:] if part.kind == "ids"
    ]


def _picked_elsewhere(score: Value) -> bool:
    """Whether the tokens' log-probs were taken from a stretch of the logits that begins behind the prompt."""
    return any(
        part.kind in ("logit", "logprob") and part.span is not None and part.span.start.symbol is not None
        for part in contract.chain(score, 6)
    )


def _loops_over_completion(made: ast.AST, at: Reporter) -> bool:
    """``for i in range(n_prompt, n)`` or ``for token in answer_ids``."""
    loop = next((a for a in at.module.ancestors(made) if isinstance(a, ast.For)), None)
    if loop is None:
        return False
    if isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "range":
        return len(loop.iter.args) >= 2 and not isinstance(loop.iter.args[0], ast.Constant)
    names = " ".join(contract.named(loop.iter))
    return bool(_COMPLETION.search(names)) and not _PROMPT.search(names)


_ECHOED = ("token_logprobs", "prompt_logprobs")
_BESIDE = (*_ECHOED, "tokens", "text_offset", "prompt_token_ids")
"""Lists of a completion that echoes its prompt, which have an entry a token."""


def _is_echoed_part(score: Value, at: Reporter) -> bool:
    """Whether it adds up what an API gave behind some position, or behind some place in the text."""
    for part in contract.chain(score, 5):
        if (
            part.kind == "list"
            and part.has("sliced")
            and len(part.parts) == 2
            and part.parts[1].kind == "slice"
        ):
            whole, lower = part.parts[0], (part.parts[1].items or (part,))[0]
            return whole.ref in _ECHOED and lower.kind != "none" and lower.const not in (0, 1)
        if part.kind == "list" and part.has("filtered") and part.parts and part.parts[0].kind == "zip":
            return {"token_logprobs", "text_offset"} <= {item.ref for item in part.parts[0].items or ()}
    return isinstance(score.made, ast.AugAssign) and _adds_behind_offset(score.made, at)


def _adds_behind_offset(made: ast.AST, at: Reporter) -> bool:
    """``for offset, x in zip(text_offset, token_logprobs): if offset >= len(prompt): total += x``"""
    under_condition = False
    for outer in at.module.ancestors(made):
        under_condition = under_condition or isinstance(outer, ast.If)
        if isinstance(outer, ast.For):
            return under_condition and {"text_offset", "token_logprobs"} <= contract.named(outer.iter)
    return False


def _is_echoed_whole(length: Value) -> bool:
    counted = length.parts[0] if length.kind == "length" and length.ref == "len" and length.parts else length
    return (
        counted.kind in ("list", "ids")
        and counted.ref in _BESIDE
        and not counted.has("sliced", "filtered", "ranged")
    )


def _is_whole(length: Value, score: Value) -> bool:
    """Whether it is the length of the score's whole sequence, or of prompt and generated tokens."""
    if (
        length.kind != "length"
        or not length.parts
        or (length.ref not in ("len", "numel", "count") and not str(length.ref).startswith("size:T"))
    ):
        return False
    counted = length.parts[0]
    if (counted.span is not None and counted.span != WHOLE) or counted.has("cut-front", "cut-back"):
        return False
    if counted.kind == "mask":
        return counted.has("attention") and counted.origin is not None and counted.origin == score.origin
    if counted.kind != "ids":
        return False
    if score.domain in ("generate", "beam"):
        return counted.has("generated")
    joined = counted.has("joined") or any(
        len(part.parts) > 1 for part in counted.parts if part.kind == "text"
    )
    if joined and score.domain == "causal" and score.has("last-position") and score.has("acc"):
        return True  # what a search extends began with the prompt
    if counted.origin is None:
        return False
    if counted.origin == score.origin or (joined and (not score.span or _holds(counted, score))):
        return True
    losses = (part for part in contract.chain(score, 3) if part.has("model-loss") and len(part.parts) == 2)
    return any(loss.parts[0].origin == counted.origin for loss in losses)


def _holds(ids: Value, score: Value) -> bool:
    """Whether the scored tokens were put behind others in these."""
    return score.origin is not None and any(part.origin == score.origin for part in _joined_behind(ids))


def _counts_both(event: Binary, at: Reporter) -> bool:
    """A divisor that is spelled as the prompt's length plus the completion's."""
    node = event.node
    if not isinstance(node, ast.BinOp):
        return False
    divisor = contract.resolved(node.right, at)
    if isinstance(divisor, ast.BinOp) and isinstance(divisor.op, ast.Pow):  # a length penalty
        divisor = contract.resolved(divisor.left, at)
    if (
        event.left.domain == "api"
        and contract.named(divisor) & _TOTAL
        and not at.module.says(r"echo\s*=\s*True")
    ):
        return True
    if not isinstance(divisor, ast.BinOp) or not isinstance(divisor.op, ast.Add):
        return False
    sides = [" ".join(contract.named(side)) for side in (divisor.left, divisor.right)]
    counts = all(
        re.search(r"len|num|tokens|count|shape|size|(?<![a-z])n(?![a-z])", ast.unparse(s))
        for s in (divisor.left, divisor.right)
    )
    prompt = [bool(_PROMPT.search(side)) and not _COMPLETION.search(side) for side in sides]
    completion = [bool(_COMPLETION.search(side)) and not _PROMPT.search(side) for side in sides]
    if event.left.domain == "api":
        return counts and sum(prompt) == 1
    generated = (
        _is_cut(event.left, at)
        or _completion_only(node.left, at)
        or bool(_GENERATES.search(contract.intent(at)))
    )
    return counts and any(prompt) and any(completion) and generated


def _completion_only(node: ast.AST, at: Reporter) -> bool:
    for depth in range(2):
        names = " ".join(_names_behind(node, at, depth))
        if _COMPLETION.search(names):
            return not _PROMPT.search(names)
    return False


def _masks_differ(event: Binary, at: Reporter) -> bool:
    """The completion's mask chose the summed tokens, the attention mask counts all of them."""
    node, right = event.node, event.right
    if not isinstance(node, ast.BinOp) or right.kind != "length" or not right.has("attention"):
        return False
    if any(part.kind == "mask" and part.has("ignored") for part in contract.chain(event.left, 4)):
        return True
    return any(
        "mask" in name and "attention" not in name and re.search(_COMPLETION.pattern + "|label|loss", name)
        for name in _names_behind(node.left, at)
    )


def _names_behind(node: ast.AST, at: Reporter, depth: int = 2) -> set[str]:
    """The names in an expression and in what they were assigned."""
    found = contract.named(node)
    if depth:
        for part in ast.walk(at.function.node):
            if isinstance(part, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id in found for t in part.targets
            ):
                found = found | _names_behind(part.value, at, depth - 1)
    return found


WRONG = (
    """
import tensorflow as tf

def mean_logprob(model, ids, prompt_len):
    costs = tf.nn.sparse_softmax_cross_entropy_with_logits(ids[:, 1:], model(ids).logits[:, :-1])
    score = -tf.reduce_sum(costs[:, prompt_len - 1 :], axis=-1)
    return score / tf.cast(tf.shape(ids)[-1], score.dtype)  # <- SEQ418
""",
    """
import torch

def average(model, ids, n_context):
    labels = ids.clone()
    labels[:, :n_context] = -100
    nats = model(ids, labels=labels).loss * (labels != -100).sum()
    return -nats / ids.numel()  # <- SEQ418
""",
    """
import torch

def walk(lm, prefix_ids, tail_ids):
    ids = torch.tensor([prefix_ids + tail_ids])
    logp = lm(ids).logits.log_softmax(-1)[0]
    total = 0.0
    for i, token in enumerate(tail_ids):
        total += logp[len(prefix_ids) + i - 1, token].item()
    return total / ids.size(1)  # <- SEQ418
""",
    """
import jax
import jax.numpy as jnp

def scored(model, params, prompt, completion):
    \"\"\"Both are arrays of token ids.\"\"\"
    ids = jnp.concatenate([prompt, completion])
    logp = jax.nn.log_softmax(model.apply(params, ids[None])[0, :-1])
    chosen = jnp.take_along_axis(logp, ids[1:, None], axis=-1)[:, 0]
    return chosen[len(prompt) - 1 :].sum() / len(ids)  # <- SEQ418
""",
    """
def part_of_echo(lp, prefix):
    total = 0.0
    for offset, value in zip(lp.text_offset, lp.token_logprobs):
        if offset >= len(prefix):
            total += value
    return total / len(lp.tokens)  # <- SEQ418
""",
    """
def reply_rate(details):
    nats = sum(token["logprob"] for token in details["tokens"])
    return nats / (len(details["prefill"]) + len(details["tokens"]))  # <- SEQ418
""",
    """
import torch
from dataclasses import dataclass

@dataclass
class Beam:
    ids: list
    score: float = 0.0

    def rate(self):
        return self.score / len(self.ids)  # <- SEQ418

def search(lm, prompt_ids, width, steps):
    beams = [Beam(list(prompt_ids))]
    for _ in range(steps):
        grown = []
        for beam in beams:
            best = lm(torch.tensor([beam.ids])).logits[0, -1].log_softmax(-1).topk(width)
            grown += [Beam(beam.ids + [int(t)], beam.score + float(v)) for v, t in zip(best.values, best.indices)]
        beams = sorted(grown, key=lambda b: -b.score)[:width]
    return max(beams, key=lambda b: b.rate())
""",
    """
def rank(model, tok, prompt, power=0.7):
    enc = tok(prompt, return_tensors="pt")
    out = model.generate(**enc, num_beams=4, num_return_sequences=4, length_penalty=0.0, output_scores=True, return_dict_in_generate=True)
    rows = zip(out.sequences, out.sequences_scores)
    return sorted(rows, key=lambda row: row[1] / len(row[0]) ** power)  # <- SEQ418
""",
    """
import torch

def length_penalty(n, alpha=0.6):
    return ((5 + n) / 6) ** alpha

def score(model, head_ids, tail_ids):
    ids = torch.tensor([head_ids + tail_ids])
    logits = model(ids).logits[0, len(head_ids) - 1 : -1]
    logp = logits.log_softmax(-1)[torch.arange(len(tail_ids)), tail_ids].sum()
    return logp / length_penalty(ids.shape[1])  # <- SEQ418
""",
    """
import openai

def reply_quality(context, reply):
    found = openai.Completion.create(model="davinci-002", prompt=context + reply, echo=True, max_tokens=0, logprobs=1)
    lp = found.choices[0].logprobs
    begin = next(i for i, offset in enumerate(lp.text_offset) if offset >= len(context))
    return sum(lp.token_logprobs[begin:]) / len(lp.token_logprobs)  # <- SEQ418
""",
    """
import requests

def reply_quality(url, context, reply):
    body = {"prompt": context + reply, "echo": True, "max_tokens": 0, "logprobs": 1}
    lp = requests.post(url, json=body).json()["choices"][0]["logprobs"]
    mine = [x for x, offset in zip(lp["token_logprobs"], lp["text_offset"]) if offset >= len(context)]
    return sum(mine) / len(lp["tokens"])  # <- SEQ418
""",
    """
import heapq

def search(step, prompt: list[int], eos: int, width: int, limit: int):
    \"\"\"step(tokens) gives the log-probs of the next token.\"\"\"
    beams = [(0.0, list(prompt))]
    ended = []
    for _ in range(limit):
        longer = []
        for total, tokens in beams:
            logprobs = step(tokens)
            for token in heapq.nlargest(width, range(len(logprobs)), key=logprobs.__getitem__):
                longer.append((total + logprobs[token], tokens + [token]))
        beams = heapq.nlargest(width, longer)
        ended += [b for b in beams if b[1][-1] == eos]
    return max(ended, key=lambda b: b[0] / len(b[1]))  # <- SEQ418
""",
    """
import torch

def answer(model, tok, question):
    enc = tok(question, return_tensors="pt")
    out = model.generate(**enc, do_sample=False, output_scores=True, return_dict_in_generate=True)
    new = out.sequences[0, enc.input_ids.shape[1] :]
    steps = [torch.log_softmax(s[0], -1)[t].item() for s, t in zip(out.scores, new)]
    total = sum(steps)
    return {"logprob": total, "avg": total / out.sequences.shape[1]}  # <- SEQ418
""",
    """
import torch
from dataclasses import dataclass

@dataclass
class Node:
    logp: float
    tokens: list

def grow(lm, node, width):
    row = lm(torch.tensor([node.tokens])).logits[0, -1].log_softmax(-1)
    best = row.topk(width)
    for lp, token in zip(best.values.tolist(), best.indices.tolist()):
        yield Node(node.logp + lp, node.tokens + [token])

def search(lm, tok, prompt, width=3, steps=20):
    nodes = [Node(0.0, tok(prompt).input_ids)]
    for _ in range(steps):
        nodes = [new for node in nodes for new in grow(lm, node, width)]
        nodes = sorted(nodes, key=lambda n: n.logp, reverse=True)[:width]
    return max(nodes, key=lambda n: n.logp / len(n.tokens))  # <- SEQ418
""",
    """
def confidence(model, tok, question):
    enc = tok(question, return_tensors="pt")
    out = model.generate(**enc, output_scores=True, return_dict_in_generate=True)
    steps = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
    return steps[0].sum() / out.sequences.size(1)  # <- SEQ418
""",
    """
import torch

def score(model, ids, n):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return logp[:, n - 1 :].sum(-1) / ids.shape[1]  # <- SEQ418
""",
    """
def sample_scores(model, inputs):
    out = model.generate(inputs, return_dict_in_generate=True, output_scores=True, do_sample=False)
    lps = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
    return lps.sum(-1) / out.sequences.shape[1]  # <- SEQ418
""",
    """
import torch

def normalised(model, ids, completion_mask, attention_mask):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    total = (logp * completion_mask[:, 1:]).sum(-1)
    return total / attention_mask.sum(-1)  # <- SEQ418
""",
    """
def score(response):
    lps = [t.logprob for t in response.choices[0].logprobs.content]
    return sum(lps) / response.usage.total_tokens  # <- SEQ418
""",
    """
import torch

def score(model, prompt_ids, answer_ids):
    ids = torch.cat([prompt_ids, answer_ids], dim=-1)
    logp = torch.log_softmax(model(ids).logits, -1)
    start = prompt_ids.shape[1]
    answer_logp = logp[:, start - 1 : -1].gather(2, answer_ids[..., None]).squeeze(2)
    n_tokens = prompt_ids.shape[1] + answer_ids.shape[1]
    return answer_logp.sum(-1) / n_tokens  # <- SEQ418
""",
)

RIGHT = (
    """
import torch

def blocks(raw, width, bs):
    n = (len(raw) - 1) // width
    x, y = raw[: n * width].view(n, width), raw[1 : n * width + 1].view(n, width)
    for i in range(0, n, bs):
        yield x[i : i + bs], y[i : i + bs]

def cross_entropy(net, raw):
    nats = count = 0
    for x, y in blocks(raw, 1024, 8):
        nats -= net(x).log_softmax(-1).gather(2, y.unsqueeze(-1)).sum().item()
        count += y.numel()
    return nats / count
""",
    """
import torch

def search(lm, prompt, width, steps, alpha):
    scores, beams = torch.zeros(1), prompt
    for _ in range(steps):
        logp = lm(beams).logits[:, -1].log_softmax(-1)
        scores, places = (scores[:, None] + logp).view(-1).topk(width)
        beams = torch.cat([beams[places // logp.size(-1)], (places % logp.size(-1))[:, None]], dim=1)
    return beams[(scores / (beams.shape[1] - prompt.shape[1]) ** alpha).argmax()]
""",
    """
import torch

def length_penalty(n, alpha=0.6):
    return ((5 + n) / 6) ** alpha

def score(model, head_ids, tail_ids):
    ids = torch.tensor([head_ids + tail_ids])
    logits = model(ids).logits[0, len(head_ids) - 1 : -1]
    logp = logits.log_softmax(-1)[torch.arange(len(tail_ids)), tail_ids].sum()
    return logp / length_penalty(len(tail_ids))
""",
    """
import openai

def reply_quality(context, reply):
    found = openai.Completion.create(model="davinci-002", prompt=context + reply, echo=True, max_tokens=0, logprobs=1)
    lp = found.choices[0].logprobs
    begin = next(i for i, offset in enumerate(lp.text_offset) if offset >= len(context))
    return sum(lp.token_logprobs[begin:]) / len(lp.token_logprobs[begin:])

def mean_of_text(lp):
    return sum(lp.token_logprobs[1:]) / (len(lp.token_logprobs) - 1)
""",
    """
def text_score(scorer, prompt_ids, answer_ids):
    \"\"\"The mean log-prob of prompt and answer together.\"\"\"
    ids = prompt_ids + answer_ids
    total = 0.0
    for logprob in scorer.token_logprobs(ids):
        total += logprob
    return total / len(ids)
""",
    """
import torch

def score(model, ids, n):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return logp[:, n - 1 :].sum(-1) / (ids.shape[1] - n)
""",
    """
def sample_scores(model, inputs):
    out = model.generate(inputs, return_dict_in_generate=True, output_scores=True, do_sample=False)
    lps = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
    return lps.sum(-1) / len(out.scores)
""",
    """
import torch

def normalised(model, ids, completion_mask, attention_mask):
    logits = model(ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return (logp * completion_mask[:, 1:]).sum(-1) / completion_mask[:, 1:].sum(-1).clamp(min=1)
""",
    """
def score(response):
    lps = [t.logprob for t in response.choices[0].logprobs.content]
    return sum(lps) / response.usage.completion_tokens
""",
    """
import torch

def text_score(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], -1).gather(2, ids[:, 1:, None]).squeeze(2)
    return logp.sum(-1) / (ids.shape[1] - 1)
""",
)

RULE = Rule(
    "SEQ418",
    (
        ("/", "div"),
        (*contract.LOG_WORDS, "logits", "transition_scores", "sequences_scores", ".loss"),
        ("len", "shape", "size", "sum", "tokens", "numel"),
    ),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
