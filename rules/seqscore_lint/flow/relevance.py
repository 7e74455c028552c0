"""Which functions of a file are worth reading: those that speak of scores, and those that call them."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from seqscore_lint.flow.module import Module, any_between

_SCORE_WORDS = (
    "logit", "logp", "log_p", "prob", "softmax", "crossentropy", "cross_entropy", "nll", "perplex", "loss",
    "logsumexp", ".scores", "likelihood", "kl_div", "logaddexp", "surprisal", "kenlm", ".exp(", "math.prod", "np.prod",
    "add_special_tokens", "apply_chat_template", "tokenizer", "categorical", "bits_per", "-100", "entropy", "greedy",
)  # fmt: skip
"""A function without any of these or those below (in lower case) computes no score."""
_SHORT_WORDS = ("ppl", "lls", "lps")
"""No letter stands in front of these: "ppl" is in "apply"."""
_INPUTS = ("input_ids", "attention_mask")
"""Words of scoring where a dictionary holds what they name, or where it is compared with 0."""
SHORT_FILE = 150
"""Rows of a file in which every function has to do with the others: a script, not a library's module."""
_USED = re.compile(r"""["'](?!\s*:\s*(?:input_ids|attention_mask)\s*[,}\n])|[^\n]*(?:\b0\b|\bbool\b)""")


def wanted_in(module: Module) -> Callable[[ast.AST], bool]:
    """Functions without a word of scoring in them, which call nothing that has one, are not read in a long file."""
    if len(module.lines) <= SHORT_FILE:
        return lambda node: True
    text = module.lower
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    rows = sorted(_rows(text, starts))
    called = _names(module, rows)
    known: dict[int, bool] = {}

    def wanted(node: ast.AST) -> bool:
        answer = known.get(id(node))
        if answer is None:
            first = getattr(node, "lineno", 1)
            last = getattr(node, "end_lineno", None) or len(starts) - 1
            answer = known[id(node)] = any_between(rows, first, last) or not called.isdisjoint(
                _CALLED.findall(text, starts[first - 1], starts[last])
            )
        return answer

    return wanted


def _rows(text: str, starts: list[int]) -> set[int]:
    """The rows with a word of scoring."""
    found: set[int] = set()
    for word in (*_SCORE_WORDS, *_SHORT_WORDS, *_INPUTS):
        position = text.find(word)
        while position >= 0:
            behind = position + len(word)
            if (word in _SHORT_WORDS and position and text[position - 1].isalpha()) or (
                word in _INPUTS and not _USED.match(text, behind)
            ):
                position = text.find(word, behind)
                continue
            row = bisect_right(starts, position)
            found.add(row)
            position = text.find(word, starts[row])  # one hit a row is enough
    return found


_CALLED = re.compile(r"\b\w+(?=\()")
_BOUND = re.compile(r"\s*(?:self\.)?(\w+)\s*=[^=]")


def _names(module: Module, rows: list[int]) -> set[str]:
    """What has a word of scoring in its definition: functions, methods, and names that are bound in such a row."""
    names = {
        match[1].lower()
        for row in rows
        if row <= len(module.lines) and (match := _BOUND.match(module.lines[row - 1]))
    }
    for function in module.all_functions():
        name, node = function.name, function.node
        first, last = node.lineno, node.end_lineno or 0  # type: ignore[attr-defined]
        if any_between(rows, first, last) and not name.startswith("__") and name != "forward":
            names.add(name.lower())
    return names
