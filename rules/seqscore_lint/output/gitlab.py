"""GitLab Code Quality report."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from seqscore_lint.report import Item, Report

_SEVERITY = {"certain": "major", "likely": "minor", "possible": "info"}


def _entry(item: Item) -> dict[str, Any]:
    named = f"{item.code or item.name}: {item.message}"
    other = sha256(f"{item.shown}\0{named}".encode("utf-8", "replace")).hexdigest()[:32]
    return {
        "check_name": item.code or item.name,
        "description": named,
        "severity": _SEVERITY[item.confidence],
        "fingerprint": item.fingerprint or other,
        "location": {
            "path": item.shown,
            "positions": {
                "begin": {"line": item.row, "column": item.column},
                "end": {"line": item.end_row, "column": item.end_column},
            },
        },
    }


def render(report: Report) -> str:
    """A list of code quality violations."""
    return json.dumps([_entry(item) for item in report.items], indent=2, ensure_ascii=False) + "\n"
