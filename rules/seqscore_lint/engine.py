"""Reads one file and returns what the rules find in it.

Three steps, each much cheaper than the next: a search for the words without which no rule can fire, the standard
library's parser, and one walk of the score-flow interpreter over the functions that contain such words.
"""

from __future__ import annotations

import ast
import gc
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from seqscore_lint.finding import CONFIDENCES, Finding
from seqscore_lint.flow.interpreter import Interpreter
from seqscore_lint.flow.module import Module, any_between
from seqscore_lint.rule import Rule

_SCORE_WORDS = (
    "logit", "logp", "log_p", "prob", "softmax", "crossentropy", "cross_entropy", "nll", "perplex", "loss",
    "logsumexp", ".scores", "likelihood", "kl_div", "logaddexp", "surprisal", "kenlm", ".exp(", "math.prod", "np.prod",
    "add_special_tokens", "apply_chat_template", "tokenizer", "categorical", "bits_per", "-100", "entropy", "greedy",
)  # fmt: skip
"""A function without any of these or those below (in lower case) computes no score."""
_SHORT_WORDS = ("ppl", "lls", "lps")
"""No letter stands in front of these: "ppl" is in "apply"."""
_INPUTS = ("input_ids", "attention_mask")
"""Words of scoring where they are more than a parameter and an argument."""
_SHORT_FILE = 150
"""Rows of a file in which every function has to do with the others: a script, not a library's module."""
_PASSED_ON = re.compile(r"\s*(?:[,:)`]|=\s*(?:none|(?:self\.)?\w+)\s*[,)\n]|is (?:not )?none)")


def analyse(
    source: bytes, path: str, rules: Sequence[Rule], *, signatures: dict[str, Any] | None = None
) -> list[Finding]:
    """The findings of ``rules`` in one file, sorted by place; suppressions and confidence are the caller's.

    Raises SyntaxError, UnicodeDecodeError or ValueError for what cannot be read as Python.
    """
    checks: dict[type, list[tuple[str, Callable[[Any, Any], None]]]] = {}
    for rule in rules:
        for event in rule.on:
            checks.setdefault(event, []).append((rule.code, rule.check))
    collecting = gc.isenabled()
    gc.disable()  # nothing made here dies before the end, and little of it in cycles
    try:
        text = decode(source)
        module = Module(text, path, ast.parse(text, filename=path))
        found = Interpreter(module, checks, _wanted(module), signatures).run()
    finally:
        if collecting:
            gc.enable()
    return _causes(found, {rule.code: rule.yields_to for rule in rules if rule.yields_to})


def _causes(found: list[Finding], yields: dict[str, tuple[str, ...]]) -> list[Finding]:
    """The findings without those that only follow from another one on their row, as sure as they are."""
    if len(found) < 2:
        return found
    sure = {(finding.code, finding.row): CONFIDENCES.index(finding.confidence) for finding in found}

    def follows(finding: Finding) -> bool:
        least = CONFIDENCES.index(finding.confidence)
        return any(sure.get((code, finding.row), -1) >= least for code in yields.get(finding.code, ()))

    return [finding for finding in found if not follows(finding)]


def decode(source: bytes) -> str:
    """The text of a source file, by its BOM or its coding comment, line ends as Python sees them."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding).read()


def _wanted(module: Module) -> Callable[[ast.AST], bool]:
    """Functions without a word of scoring in them, which call nothing that has one, are not read in a long file."""
    if len(module.lines) <= _SHORT_FILE:
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
                word in _INPUTS and _PASSED_ON.match(text, behind)
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
