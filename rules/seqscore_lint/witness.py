"""What the analysis knows of the values on one row: ``--explain FILE:ROW``."""

from __future__ import annotations

import ast
from typing import Any

from seqscore_lint.finding import CONFIDENCES, Step
from seqscore_lint.flow.interpreter import Interpreter
from seqscore_lint.flow.module import Module, parsed
from seqscore_lint.flow.project import Project
from seqscore_lint.flow.values import UNKNOWN_AXES, Value
from seqscore_lint.source import Source

_WORDS = {
    "logit": "logits",
    "prob": "probabilities",
    "logprob": "log-probabilities",
    "nll": "negative log-likelihoods",
    "ppl": "perplexity",
    "ids": "token ids",
    "logz": "log-partition",
    "plogp": "p log p",
    "?": "unknown",
}
_PLAIN = frozenset({"ref", "self", "function", "class", "int", "num", "bool", "text", "none", "ellipsis"})
"""Kinds that the reader sees without being told."""
_PICKS = {
    "chosen": "of the chosen tokens",
    "max": "of the most likely tokens",
    "first": "of the first entries",
    "fixed": "of one entry",
    "subset": "of some entries",
}
_REDUCED = {"sum": "summed", "mean": "averaged", "prod": "multiplied", "max": "the largest", "?": "reduced"}


class _Witness(Interpreter):
    """An interpreter without rules that writes down what it sees of one row."""

    def __init__(
        self, module: Module, row: int, signatures: dict[str, Any] | None, project: Project | None
    ) -> None:
        super().__init__(module, {}, signatures=signatures, project=project)
        self.row = row
        self.seen: dict[tuple[int, int, int], tuple[ast.expr, list[Value]]] = {}

    def expr(self, node: ast.AST | None) -> Value:
        value = super().expr(node)
        if isinstance(node, ast.expr) and node.lineno == self.row and value.kind not in _PLAIN:
            place = (node.col_offset, -(node.end_lineno or 0), -(node.end_col_offset or 0))
            self.seen.setdefault(place, (node, []))[1].append(value)
        return value


def explain_row(
    source: Source, row: int, signatures: dict[str, Any] | None = None, project: Project | None = None
) -> str:
    """What each expression that starts on a row is, outermost first, with the steps that made it so.

    Raises:
        SyntaxError: The file does not parse.
    """
    module = parsed(source.code, source.path)
    witness = _Witness(module, row, signatures, project)
    witness.run()
    told: set[Step] = set()
    lines = [source.rows[row - 1].strip() if row <= len(source.rows) else ""]
    for _, (node, values) in sorted(witness.seen.items(), key=lambda found: found[0]):
        code = " ".join((ast.get_source_segment(module.source, node) or "").split())
        said = dict.fromkeys(describe(value) for value in values)
        lines.append(f"  {code if len(code) <= 60 else code[:59] + '…'}: {' or '.join(said)}")
        steps = [step for step in values[-1].steps if values[-1].is_score and step not in told]
        lines += [f"      row {step.row}: {step.what}" for step in steps]
        told.update(steps)
    if len(lines) == 1:
        lines.append("  nothing on this row was read")
    return "".join(f"{line}\n" for line in lines)


def describe(value: Value) -> str:
    """A value in words: what it is, of which entries, reduced how, over which axes, and how sure that is."""
    parts = [_WORDS.get(value.kind, value.kind)]
    if value.is_score:
        parts += [_PICKS[value.pick]] if value.pick in _PICKS else []
        parts += [f"{_REDUCED.get(value.reduced, value.reduced)} over tokens"] if value.reduced else []
        parts += [f"{_REDUCED.get(value.outer, value.outer)} over sequences"] if value.outer else []
        parts += [f"[{', '.join(value.axes)}]"] if value.axes and value.axes != UNKNOWN_AXES else []
        parts += [f"in base {value.base}"] if value.base in ("2", "10") else []
        parts += [f"({CONFIDENCES[value.trust]})"]
    return " ".join(parts)
