"""JSON in ruff's shape, with confidence and evidence."""

from __future__ import annotations

import json
from typing import Any

from seqscore_lint.report import Item, Report


def entry(item: Item) -> dict[str, Any]:
    """One finding."""
    return {
        "cell": item.cell,
        "code": item.code,
        "confidence": item.confidence,
        "end_location": {"row": item.end_row, "column": item.end_column},
        "evidence": [
            {"filename": step.path or item.path, "row": step.row, "column": step.column, "what": step.what}
            for step in item.steps
        ],
        "filename": item.path,
        "fix": _fix(item),
        "location": {"row": item.row, "column": item.column},
        "message": item.message,
        "name": item.name,
        "noqa_row": item.ignore_row,
        "url": None,
    }


def _fix(item: Item) -> dict[str, Any] | None:
    if item.fix is None or not item.edits:
        return None
    edits = [
        {
            "content": edit.content,
            "location": {"row": edit.row, "column": edit.column},
            "end_location": {"row": edit.end_row, "column": edit.end_column},
        }
        for edit in item.edits
    ]
    return {"applicability": item.fix.applicability, "message": item.fix.message, "edits": edits}


def render(report: Report) -> str:
    """A list of findings."""
    return json.dumps([entry(item) for item in report.items], indent=2, ensure_ascii=False) + "\n"
