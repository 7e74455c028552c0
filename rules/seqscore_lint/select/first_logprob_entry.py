"""The first or top entry of a log-probs mapping taken for the chosen token's

## What goes wrong

At each position a serving API lists the most likely tokens. The first of them is the model's favourite (or, in some
versions, the sampled token); the token that stands in the text may be any of them, or none.

## Why it matters

The sum is that of the best alternative at each step: it hardly depends on the text that is scored.

## When it is fine

Greedy output, where the first entry is the chosen one; vLLM asked for `logprobs=0`, the chosen token alone;
deciding whether a token was the most likely.

## Fix

Look up the token's own entry: `entry[token_id].logprob`, or the `logprob` that stands beside the list.

## Sources

- vLLM documentation, prompt_logprobs: the k most likely tokens and the actual one, keyed by token id.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Reporter, Select
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule

_ONLY_CHOSEN = r"logprobs[\"']?\s*[:=]\s*0\b"
_ASKED = re.compile(r"logprobs[\"']?\s*[:=]\s*(\d+)\b")
"""How vLLM is asked for the chosen tokens alone, without alternatives."""


def check(event: Select, at: Reporter) -> None:
    if event.how != "first" or event.result.pick != "first" or _asks_for_chosen_alone(at):
        return
    for parent in at.module.ancestors(event.node):
        if isinstance(parent, ast.Compare) or _is_lead(parent):
            return
        if isinstance(parent, ast.stmt):
            break
    at.report(event.node, "the first alternative at a position is the likeliest token, not the one that stands there: look the token up",
              event.result, trust=LIKELY)  # fmt: skip


def _asks_for_chosen_alone(at: Reporter) -> bool:
    """Whether the function asks its server for no alternatives; of one that asks for nothing itself, whether the file does."""
    asked = [found for row in at.module.rows(at.function.node) for found in _ASKED.findall(row)]
    return set(asked) == {"0"} if asked else at.module.says(_ONLY_CHOSEN)


def _is_lead(node: ast.AST) -> bool:
    """``top[0].logprob - top[1].logprob``: how far the best alternative is ahead of another."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)):
        return False
    places = [part.slice for part in ast.walk(node) if isinstance(part, ast.Subscript)]
    return (
        len(
            {
                place.value
                for place in places
                if isinstance(place, ast.Constant) and isinstance(place.value, int)
            }
        )
        > 1
    )


WRONG = (
    """
from operator import attrgetter

from vllm import SamplingParams

PARAMS = SamplingParams(temperature=1.0, logprobs=3)

def reply_logprob(completion):
    return sum(min(cell.values(), key=attrgetter("rank")).logprob for cell in completion.logprobs)  # <- SEQ211
""",
    """
from vllm import SamplingParams

PARAMS = SamplingParams(temperature=1.0, logprobs=3)

def reply_logprob(output):
    total = 0.0
    for cell in output.logprobs:
        token, entry = max(cell.items(), key=lambda pair: pair[1].logprob)  # <- SEQ211
        total += entry.logprob
    return total
""",
    """
from vllm import LLM, SamplingParams

def text_logprob(llm, text):
    out = llm.generate([text], SamplingParams(max_tokens=1, prompt_logprobs=5))[0]
    total = 0.0
    for table in out.prompt_logprobs[1:]:
        total += max(table.values(), key=lambda e: e.logprob).logprob  # <- SEQ211
    return total
""",
    """
def prompt_logprob(out, n):
    total = 0.0
    for entry in out.prompt_logprobs[n:]:
        total += next(iter(entry.values())).logprob  # <- SEQ211
    return total
""",
    """
def score(choice):
    return sum(item.top_logprobs[0].logprob for item in choice.logprobs.content)  # <- SEQ211
""",
    """
def completion_score(choice):
    tops = choice["logprobs"]["top_logprobs"]
    return sum(list(position.values())[0] for position in tops[1:])  # <- SEQ211
""",
    """
from vllm import SamplingParams

def forced(engine, ids, start):
    out = engine.generate([{"prompt_token_ids": ids}], SamplingParams(max_tokens=1, prompt_logprobs=5))[0]
    return sum(next(iter(cell.values())).logprob for cell in out.prompt_logprobs[start:])  # <- SEQ211

def chosen(engine, text):
    return engine.generate([text], SamplingParams(max_tokens=1, prompt_logprobs=0))
""",
    """
import requests

def generated(url, text):
    answer = requests.post(url, json={"inputs": text, "parameters": {"top_n_tokens": 5, "do_sample": True}}).json()
    return sum(tokens[0]["logprob"] for tokens in answer["details"]["top_tokens"])  # <- SEQ211
""",
)

RIGHT = (
    """
from vllm import SamplingParams

PARAMS = SamplingParams(temperature=1.0, logprobs=3)

def ranks(completion):
    return [cell[token].rank for cell, token in zip(completion.logprobs, completion.token_ids)]

def favourites(completion):
    return [min(cell.values(), key=lambda entry: entry.rank).decoded_token for cell in completion.logprobs]

def of_word(completion, word):
    return [next(e.logprob for e in cell.values() if e.decoded_token == word) for cell in completion.logprobs]
""",
    """
from vllm import LLM, SamplingParams

def generated(llm, prompts):
    outs = llm.generate(prompts, SamplingParams(max_tokens=64, logprobs=0))
    return [[next(iter(table.values())).logprob for table in out.outputs[0].logprobs] for out in outs]
""",
    """
def prompt_logprob(out, ids, n):
    total = 0.0
    for entry, tid in zip(out.prompt_logprobs[n:], ids[n:]):
        total += entry[tid].logprob
    return total
""",
    """
def score(choice):
    return sum(item.logprob for item in choice.logprobs.content)
""",
    """
def is_greedy(choice):
    return all(item.top_logprobs[0].token == item.token for item in choice.logprobs.content)
""",
    """
def first(mapping):
    return next(iter(mapping.values()))
""",
    """
def leads(choice):
    steps = choice.logprobs.content
    return min(s.top_logprobs[0].logprob - s.top_logprobs[1].logprob for s in steps)
""",
)

RULE = Rule("SEQ211", (("logprob", "log_prob"),), (Select,), check, WRONG, RIGHT, __doc__ or "")
