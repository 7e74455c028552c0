"""JSON, one finding a line."""

from __future__ import annotations

import json

from seqscore_lint.output.json import entry
from seqscore_lint.report import Report


def render(report: Report) -> str:
    """A line for each finding."""
    return "".join(json.dumps(entry(item), ensure_ascii=False) + "\n" for item in report.items)
