"""Reads one file and returns what the rules find in it.

Three steps, each much cheaper than the next: a search for the words without which no rule can fire, the standard
library's parser, and one walk of the score-flow interpreter over the functions that contain such words.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Any

from seqscore_lint.finding import CONFIDENCES, Finding
from seqscore_lint.flow.interpreter import Interpreter
from seqscore_lint.flow.module import parsed
from seqscore_lint.flow.project import Project
from seqscore_lint.flow.relevance import wanted_in
from seqscore_lint.rule import Rule

Checks = dict[type, list[tuple[str, Callable[[Any, Any], None]]]]
"""For every kind of event the rules that want to see it."""


def analyse(
    source: bytes,
    path: str,
    rules: Sequence[Rule],
    *,
    signatures: dict[str, Any] | None = None,
    project: Project | None = None,
) -> list[Finding]:
    """The findings of ``rules`` in one file, sorted by place; suppressions and confidence are the caller's.

    Args:
        source: The content of the file.
        path: Its name.
        rules: What is looked for.
        signatures: More knowledge about the functions of libraries.
        project: The files around it, whose functions it may import; None where nothing is to be read but itself.

    Raises SyntaxError, UnicodeDecodeError or ValueError for what cannot be read as Python.
    """
    checks: Checks = {}
    for rule in rules:
        for event in rule.on:
            checks.setdefault(event, []).append((rule.code, rule.check))
    collecting = gc.isenabled()
    gc.disable()  # nothing made here dies before the end, and little of it in cycles
    try:
        found = _read(source, path, checks, signatures, project)
    finally:
        if collecting:
            gc.enable()  # the tree is gone: it would be walked otherwise
    return _causes(found, {rule.code: rule.yields_to for rule in rules if rule.yields_to})


def _read(
    source: bytes, path: str, checks: Checks, signatures: dict[str, Any] | None, project: Project | None
) -> list[Finding]:
    module = parsed(source, path)
    return Interpreter(module, checks, wanted_in(module), signatures, project).run()


def _causes(found: list[Finding], yields: dict[str, tuple[str, ...]]) -> list[Finding]:
    """The findings without those that only follow from another one on their row, as sure as they are."""
    if len(found) < 2:
        return found
    sure = {(finding.code, finding.row): CONFIDENCES.index(finding.confidence) for finding in found}

    def follows(finding: Finding) -> bool:
        least = CONFIDENCES.index(finding.confidence)
        return any(sure.get((code, finding.row), -1) >= least for code in yields.get(finding.code, ()))

    return [finding for finding in found if not follows(finding)]
