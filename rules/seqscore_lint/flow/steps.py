"""From a step of a value's evidence back to the code where it was taken."""

from __future__ import annotations

import ast

from seqscore_lint.flow.values import Value


def taken_at(value: Value, what: str, function: ast.AST) -> ast.expr | None:
    """The last expression of a function at which a step was taken on the way to ``value``; None: elsewhere, or nowhere."""
    places = {(step.row, step.column - 1) for step in value.steps if step.what == what}
    found = [
        part
        for part in (ast.walk(function) if places else ())
        if isinstance(part, (ast.Call, ast.Subscript)) and (part.lineno, part.col_offset) in places
    ]
    return max(found, key=lambda part: (part.lineno, part.col_offset), default=None)
