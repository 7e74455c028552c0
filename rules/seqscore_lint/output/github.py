"""GitHub Actions workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from seqscore_lint.output import LEVELS
from seqscore_lint.report import Report


def render(report: Report) -> str:
    """A command for each finding."""
    lines = []
    for item in report.items:
        level = LEVELS[item.confidence].replace("note", "notice")
        place = f"file={_property(item.shown)},line={item.row},col={item.column}"
        end = f"endLine={item.end_row},endColumn={item.end_column}"
        title = _property(f"seqscore-lint ({item.code or item.name})")
        steps = "".join(f"\n  row {step.row}: {step.what}" for step in item.steps)
        text = _data(f"{item.where}: {item.code or item.name} {item.message}{steps}")
        lines.append(f"::{level} title={title},{place},{end}::{text}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
