"""How many findings each rule has."""

from __future__ import annotations

import json
from collections import Counter

from seqscore_lint.report import Report


def render(report: Report, as_json: bool) -> str:
    """A row for each rule, most findings first."""
    counts = Counter((item.code, item.name, item.fix is not None) for item in report.items)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0][0] or ""))
    if as_json:
        out = [
            {"code": code, "name": name, "count": n, "fixable": fixable} for (code, name, fixable), n in rows
        ]
        return json.dumps(out, indent=2) + "\n"
    width = len(str(rows[0][1])) if rows else 1
    lines = [
        f"{n:>{width}}\t{code or '':6}\t[{'*' if fixable else ' '}] {name}\n"
        for (code, name, fixable), n in rows
    ]
    total = sum(counts.values())
    return "".join(lines) + f"Found {total} in {report.files} files.\n"
