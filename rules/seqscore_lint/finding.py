"""What a rule reports: one bug at one place, with the steps that prove it."""

from __future__ import annotations

from typing import NamedTuple

CONFIDENCES: tuple[str, ...] = ("possible", "likely", "certain")
"""From weak to strong. A finding is as sure as its weakest link."""


class Step(NamedTuple):
    """One step by which a value got its kind. Rows and columns count from 1, columns in characters."""

    row: int
    column: int
    what: str
    path: str = ""
    """Empty: the file of the finding itself."""


class Finding(NamedTuple):
    """One bug. Rows and columns count from 1, columns in characters; the end is exclusive."""

    code: str
    message: str
    row: int
    column: int
    end_row: int
    end_column: int
    confidence: str
    evidence: tuple[Step, ...] = ()
    function: str = ""
    """Qualified name of the enclosing function or class, empty at module level."""


class Edit(NamedTuple):
    """Replace what lies between two places, rows and columns counted from 1, by ``content``."""

    row: int
    column: int
    end_row: int
    end_column: int
    content: str
