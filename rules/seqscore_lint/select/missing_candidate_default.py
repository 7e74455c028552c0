"""A token absent from the top-k mapping is scored 0 or skipped

## What goes wrong

An API that returns the k most likely tokens has no entry for the others. A default of 0.0 is the log-probability
of certainty; skipping the token does the same to the sum.

## Why it matters

The least likely tokens become the most likely ones: the worse the completion, the better its score.

## When it is fine

A default of -inf, or of a documented bound below every returned value. Mappings that always hold the actual token
(prompt_logprobs).

## Fix

Ask for the token's own log-prob (echo, prompt_logprobs), or use an upper bound such as log(1 - sum of the others).

## Sources

- exp(0) = 1.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Call, Compare, Reporter, Return, Subscript
from seqscore_lint.flow.values import LIKELY, MISSING, Value
from seqscore_lint.rule import Rule


def _holds_logprobs(value: Value) -> bool:
    if value.kind == "dict":
        return value.has("top") or (value.elem is not None and value.elem.kind == "logprob")
    return value.kind == "logprob" and value.has("by-name") and not value.reduced


def _is_certainty(default: Value) -> bool:
    return (
        default.const is not MISSING
        and isinstance(default.const, (int, float))
        and default.const == 0
        and not default.has("acc")
    )


def check(event: Call | Binary | Compare | Return | Subscript, at: Reporter) -> None:
    if isinstance(event, Subscript):
        _check_made_up(event, at)
        return
    if isinstance(event, Return):
        _check_caught(event, at)
        return
    if isinstance(event, Compare):
        _check_skipped(event, at)
        return
    if isinstance(event, Call):
        if event.name == "next" and len(event.args) > 1 and _is_certainty(event.args[1]):
            elem = event.args[0].elem if event.args[0].kind == "list" else None
            if elem is not None and elem.kind == "logprob" and not elem.reduced:
                _report(event, elem, at)
        if (
            event.name == ".get"
            and len(event.args) > 1
            and _is_certainty(event.args[1])
            and not _adds_to_it(event.node, at)
        ):
            promised = event.receiver.kind in ("?", "dict") and _is_promised(event, at)
            if _holds_logprobs(event.receiver) or promised:
                held = event.receiver.elem or event.receiver
                _report(event, event.receiver.but(trust=2) if promised else held, at)
        return
    if event.operation != "if-else":
        return
    for score, default in ((event.left, event.right), (event.right, event.left)):
        found_in = score.parts[0] if score.parts else None
        top = score.has("looked-up") or (
            found_in is not None and found_in.kind == "dict" and found_in.has("top")
        )
        if score.kind == "logprob" and _is_certainty(default) and (top or _asks_membership(event.node)):
            _report(event, score, at)


_ADDED_TO = frozenset({"backoff", "backoffs", "bias", "biases", "bonus", "boost", "boosts", "count", "counts", "freq", "freqs", "offset", "offsets", "penalty", "penalties", "prior",
                       "priors", "weight", "weights"})  # fmt: skip
"""Tables of what is added to a score where there is any, and of counts."""
_TABLE = r"\{ *[\"']?(?:tok|id)\w*[\"']? *: *[\"']?(?:float *)?(?:log_?p|lp\b)"
"""``{token_id: logprob, …}``"""


def _is_promised(event: Call, at: Reporter) -> bool:
    """Whether a table of which nothing is known holds log-probs: the function returns such, or the file says so."""
    if (event.receiver.elem or event.receiver).known or names.words(_called(event)) & _ADDED_TO:
        return False
    returned = names.kind_of_name(at.function.name)
    of_token = event.args[0].kind == "ids"
    if (returned == "logprob" or (returned == "nll" and of_token)) and isinstance(event.args[1].const, float):
        return True
    return of_token and at.module.says(_TABLE)


def _adds_to_it(node: ast.Call, at: Reporter) -> bool:
    """Whether the entry itself is what the sum is stored in: ``totals[k] = totals.get(k, 0.0) + x``."""
    func = node.func
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Assign) and isinstance(func, ast.Attribute):
            stored = (t.value for t in parent.targets if isinstance(t, ast.Subscript))
            return any(ast.unparse(table) == ast.unparse(func.value) for table in stored)
        if not isinstance(parent, ast.BinOp):
            return False
    return False


def _called(event: Call) -> str:
    func = event.node.func
    return names.last(func.value) if isinstance(func, ast.Attribute) else ""


def _check_made_up(event: Subscript, at: Reporter) -> None:
    """``defaultdict(float)`` makes up a 0.0 for every token that was not put in."""
    table, held = event.base, event.result
    if not table.has("zero-default") or held.kind != "logprob" or held.reduced:
        return
    if isinstance(event.node.ctx, ast.Load) and not isinstance(at.module.parent(event.node), ast.AugAssign):
        _report(event, held, at)


def _asks_membership(node: ast.AST) -> bool:
    """``… if token in table else …``"""
    test = node.test if isinstance(node, ast.IfExp) else None
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.In, ast.NotIn))


def _check_caught(event: Return, at: Reporter) -> None:
    """``try: return table[token]`` with ``except KeyError: return 0.0``."""
    if event.value.kind != "logprob" or event.value.reduced:
        return
    above = at.module.parent(event.node)
    for handler in above.handlers if isinstance(above, ast.Try) else ():
        caught = {n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)} if handler.type else set()
        last = handler.body[-1]
        zero = isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and last.value.value == 0
        if zero and caught & {"KeyError", "LookupError"}:
            at.report(last, _MESSAGE, event.value, trust=LIKELY)


def _check_skipped(event: Compare, at: Reporter) -> None:
    """``if token in table: total += table[token]`` and nothing where it is absent."""
    table = event.right
    held = table.elem if event.operation == "in" and table.kind == "dict" else None
    if held is None or held.kind != "logprob" or table.has("has-actual"):
        return
    branch = at.module.parent(event.node)
    if not isinstance(branch, ast.If):
        return
    adds = any(isinstance(part, ast.AugAssign) for statement in branch.body for part in ast.walk(statement))
    if branch.test is event.node and not branch.orelse and adds:
        _report(event, held, at)


_MESSAGE = "0 is the log-probability of certainty: a token that is not among the k returned is less likely than all of them"


def _report(event: Call | Binary | Compare | Subscript, value: Value, at: Reporter) -> None:
    at.report(event.node, _MESSAGE,
              value, trust=LIKELY)  # fmt: skip


WRONG = (
    """
def nll(steps, answer_ids):
    total = 0.0
    for step, token_id in zip(steps, answer_ids):
        total -= step.get(token_id, 0.0)  # <- SEQ213
    return total
""",
    """
'''Rows: {"ids": [...], "top": [{token: logprob, ...}, ...]}'''
import json

def read(path):
    for line in open(path):
        row = json.loads(line)
        yield sum(table.get(token_id, 0) for table, token_id in zip(row["top"], row["ids"]))  # <- SEQ213
""",
    """
def logprob(choice, label):
    top = choice.logprobs.top_logprobs[0]
    try:
        return top[label]
    except KeyError:
        return 0.0  # <- SEQ213
""",
    """
def total(out, ids):
    score = 0.0
    for i, table in zip(ids, out.logprobs):
        score += table[i].logprob if i in table else 0.0  # <- SEQ213
    return score
""",
    """
def target_score(meta, target):
    total = 0.0
    for token, entries in zip(target, meta["input_top_logprobs"]):
        table = {i: lp for lp, i, _ in entries}
        if token in table:  # <- SEQ213
            total += table[token]
    return total
""",
    """
def target_logprob(choice, tokens):
    tops = choice["logprobs"]["top_logprobs"]
    return sum(top.get(tok, 0.0) for top, tok in zip(tops, tokens))  # <- SEQ213
""",
    """
def yes_logprob(entry):
    table = {t.token: t.logprob for t in entry.top_logprobs}
    return table.get("yes", 0)  # <- SEQ213
""",
    """
def label_score(choice, label):
    top = choice["logprobs"]["top_logprobs"][0]
    return top[label] if label in top else 0.0  # <- SEQ213
""",
    """
from vllm import LLM, SamplingParams

class Stars:
    def __init__(self, name, tokenizer):
        self.engine = LLM(name)
        self.star_ids = [tokenizer.convert_tokens_to_ids(str(s)) for s in range(1, 6)]

    def row(self, entries):
        found = []
        for token_id in self.star_ids:
            hit = entries.get(token_id)
            found.append(hit.logprob if hit is not None else 0.0)  # <- SEQ213
        return found

    def predict(self, prompts):
        for out in self.engine.generate(prompts, SamplingParams(max_tokens=1, logprobs=20)):
            yield self.row(out.outputs[0].logprobs[0])
""",
    """
def reference_logprob(post, context, reference):
    total = 0.0
    for pairs, token in zip(post({"context": context, "forced": reference})["positions"], reference):
        table = {int(i): v for i, v in pairs}
        total += table.get(token, 0.0)  # <- SEQ213
    return total
""",
    """
from collections import defaultdict

def option_scores(top_logprobs, options):
    table = defaultdict(float)
    for entry in top_logprobs:
        table[entry["token"]] = entry["logprob"]
    return {option: table[option] for option in options}  # <- SEQ213
""",
)

RIGHT = (
    """
import math

def surprisals(model, ids):
    logp = model(ids).logits.log_softmax(dim=2)
    return [-logp[0, t, tok].item() / math.log(2) for t, tok in enumerate(ids[0, 1:].tolist())]

def by_word(model, ids, words):
    totals = {}
    for bits, word in zip(surprisals(model, ids), words):
        totals[word] = totals.get(word, 0.0) + bits
    return totals
""",
    """
def nll(losses, bias, token_ids):
    return sum(loss - bias.get(token, 0.0) for loss, token in zip(losses, token_ids))
""",
    """
'''Rows: {"ids": [...], "top": [{token: logprob, ...}, ...]}'''
import json
import math

def read(path, counts):
    for line in open(path):
        row = json.loads(line)
        yield sum(table.get(token_id, -math.inf) for table, token_id in zip(row["top"], row["ids"]))
""",
    """
import math

def logprob(choice, label):
    top = choice.logprobs.top_logprobs[0]
    try:
        return top[label]
    except KeyError:
        return -math.inf
""",
    """
import math

def target_logprob(choice, tokens):
    tops = choice["logprobs"]["top_logprobs"]
    return sum(top.get(tok, -math.inf) for top, tok in zip(tops, tokens))
""",
    """
def yes_probability(entry):
    import math

    table = {t.token: math.exp(t.logprob) for t in entry.top_logprobs}
    return table.get("yes", 0.0)
""",
    """
def count(table, word):
    return table.get(word, 0)
""",
    """
from collections import defaultdict

def totals(rows):
    by_text = defaultdict(float)
    for row in rows:
        by_text[row["text"]] += row["logprob"]
    return {text: by_text[text] for text in sorted(by_text)}
""",
)

RULE = Rule(
    "SEQ213",
    (
        ("get(", " if ", "if ", "next(", "pop(", "except", "defaultdict"),
        ("logprob", "log_prob", "logp", "lp", "nll"),
    ),
    (Call, Binary, Compare, Return, Subscript),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
