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
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from seqscore_lint.finding import Finding
from seqscore_lint.flow.interpreter import Interpreter
from seqscore_lint.flow.module import Module
from seqscore_lint.rule import Rule

_SCORE_WORDS = (
    "logit", "logp", "log_p", "prob", "softmax", "crossentropy", "cross_entropy", "nll", "perplex", "ppl", "loss",
    "logsumexp", ".scores", "likelihood", "kl_div", "logaddexp", "surprisal", "kenlm", ".exp(", "math.prod", "np.prod",
    "input_ids", "attention_mask", "add_special_tokens", "apply_chat_template", "tokenizer", "categorical", "bits_per", "-100", "entropy",
    "greedy", "lls", "lps",
)  # fmt: skip
"""A function without any of these (in lower case) computes no score."""


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
        return Interpreter(module, checks, _wanted(module), signatures).run()
    finally:
        if collecting:
            gc.enable()


def decode(source: bytes) -> str:
    """The text of a source file, by its BOM or its coding comment, line ends as Python sees them."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding).read()


def _wanted(module: Module) -> Callable[[ast.AST], bool]:
    """Functions without a word of scoring in them, which call nothing that has one, are not read."""
    text = module.source
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    lower = text.lower()
    found: set[int] = set()
    for word in _SCORE_WORDS:
        position = lower.find(word)
        while position >= 0:
            row = bisect_right(starts, position)
            found.add(row)
            # One hit a row is enough.
            position = lower.find(word, starts[row]) if row < len(starts) else -1
    called = _names(module, sorted(found))
    if called:
        pattern = re.compile(rf"\b(?:{'|'.join(called)})\(")
        found.update(bisect_right(starts, match.start()) for match in pattern.finditer(text))
    rows = sorted(found)

    def wanted(node: ast.AST) -> bool:
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1 << 30
        at = bisect_left(rows, first)
        return at < len(rows) and rows[at] <= last

    return wanted


_BOUND = re.compile(r"\s*(?:self\.)?(\w+)\s*=[^=]")


def _names(module: Module, rows: list[int]) -> set[str]:
    """What has a word of scoring in its definition: functions, methods, and names that are bound in such a row."""
    names = {
        match[1]
        for row in rows
        if row <= len(module.lines) and (match := _BOUND.match(module.lines[row - 1]))
    }
    for functions in (module.functions, *module.methods.values()):
        for name, function in functions.items():
            first, last = function.node.lineno, function.node.end_lineno or 0  # type: ignore[attr-defined]
            at = bisect_left(rows, first)
            if at < len(rows) and rows[at] <= last and not name.startswith("__") and name != "forward":
                names.add(name)
    return names
