"""Formats. Each is a module with ``render(report) -> str``."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seqscore_lint.report import Report

LEVELS = {"certain": "error", "likely": "warning", "possible": "note"}
"""How grave a finding is to systems that do not know confidence."""
SHOW_EDITS = frozenset({"json", "json-lines", "sarif"})
SHOW_FINGERPRINTS = frozenset({"gitlab", "sarif"})
TEXT = frozenset({"full", "concise"})
"""Formats for people: the only ones with a closing summary."""


def render(report: Report, name: str, colour: bool = False) -> str:
    """A report in the format of a name."""
    if name in TEXT:
        from seqscore_lint.output import text

        return text.render(report, full=name == "full", colour=colour)
    module = importlib.import_module(f"seqscore_lint.output.{name.replace('-', '_')}")
    return str(module.render(report))
