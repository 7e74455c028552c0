"""What a run found, as every format prints it: places are the reader's, by cell in a notebook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from seqscore_lint import registry, suppress
from seqscore_lint.finding import Edit, Finding, Step
from seqscore_lint.rule import Fix, Rule
from seqscore_lint.runner import FileReport
from seqscore_lint.source import Source


class Item(NamedTuple):
    """One finding, or one file that could not be analysed (``code`` is None, ``name`` says why)."""

    path: str
    code: str | None
    name: str
    message: str
    cell: int | None
    row: int
    column: int
    end_row: int
    end_column: int
    confidence: str
    steps: tuple[Step, ...] = ()
    fix: Fix | None = None
    edits: tuple[Edit, ...] = ()
    fingerprint: str = ""
    finding: Finding | None = None
    source: Source | None = None
    """Where the finding lies, in ``finding``'s rows; None where the file has no rows, or none any more."""

    @property
    def shown(self) -> str:
        """The path, relative to the working directory where the file is below it."""
        return shown(self.path)

    @property
    def where(self) -> str:
        """Path, cell, row and column."""
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{self.shown}:{cell}{self.row}:{self.column}"

    @property
    def ignore_row(self) -> int | None:
        """The row at whose end a comment can suppress the finding."""
        if self.source is None or self.finding is None or self.code is None:
            return None
        return self.source.place(suppress.ignore_row(self.source, self.finding))[1]


class Report(NamedTuple):
    """A whole run."""

    items: list[Item]
    files: int
    """How many files were looked at."""
    rules: tuple[Rule, ...]
    unsafe: bool
    """Whether unsafe fixes were allowed."""
    mended: int = 0
    """How many findings were fixed."""


def shown(path: str) -> str:
    """A path, relative to the working directory where it is below it."""
    below = os.path.join(os.getcwd(), "")
    return path[len(below) :] if path.startswith(below) else path


def items(reports: Iterable[FileReport], fingerprint_base: str | None = None) -> list[Item]:
    """The findings of all files, in order.

    Args:
        reports: The files.
        fingerprint_base: The folder that fingerprints are relative to; None where the format shows none.
    """
    rules = {rule.code: rule for rule in registry.rules()}
    out = []
    for report in reports:
        if report.problem:
            out.append(_problem(report, *report.problem))
        if not report.findings:
            continue
        source = report.source()
        fingerprints = [""] * len(report.findings)
        if source and fingerprint_base is not None:
            from seqscore_lint.baseline import identify

            fingerprints = [i.fingerprint for i in identify(report.findings, source, fingerprint_base)]
        for number, finding in enumerate(report.findings):
            place = source.place if source else Source(report.path, b"").place
            cell, row = place(finding.row)
            rule = rules.get(finding.code)
            out.append(
                Item(
                    report.path,
                    finding.code,
                    rule.row.slug if rule else registry.UNUSED.slug,
                    finding.message,
                    cell,
                    row,
                    finding.column,
                    place(finding.end_row)[1],
                    finding.end_column,
                    finding.confidence,
                    tuple(
                        step if step.path else step._replace(row=place(step.row)[1])
                        for step in finding.evidence
                    ),
                    rule.fix if rule else None,
                    tuple(
                        e._replace(row=place(e.row)[1], end_row=place(e.end_row)[1])
                        for e in (report.edits[number] if report.edits else ())
                    ),
                    fingerprints[number],
                    finding,
                    source,
                )
            )
    return out


def _problem(report: FileReport, kind: str, message: str, row: int, column: int) -> Item:
    source = report.source() if kind == "invalid-syntax" else None
    cell, place = source.place(row) if source else (None, row)
    here = Finding("", message, row, column, row, column + 1, "certain")
    ends = (place, column, place, column)
    return Item(report.path, None, kind, message, cell, *ends, "certain", finding=here, source=source)
