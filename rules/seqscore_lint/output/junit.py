"""JUnit XML: a suite for each file with findings, a failed case for each finding."""

from __future__ import annotations

import os
import re
from itertools import groupby
from xml.sax.saxutils import quoteattr

from seqscore_lint.report import Report


def render(report: Report) -> str:
    """The XML document. A run without findings is one passed case, as many readers reject an empty report."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    count = len(report.items)
    failures = sum(item.code is not None for item in report.items)
    totals = f'tests="{count or 1}" failures="{failures}" errors="{count - failures}"'
    lines.append(f'<testsuites name="seqscore-lint" {totals}>')
    for path, group in groupby(report.items, key=lambda item: item.path):
        suite = list(group)
        failed = sum(item.code is not None for item in suite)
        lines.append(
            f'  <testsuite name={_attribute(path)} tests="{len(suite)}" skipped="0"'
            f' failures="{failed}" errors="{len(suite) - failed}">'
        )
        for item in suite:
            name = f"{item.code or item.name} row {item.row}"
            kind = "failure" if item.code else "error"
            message = f"{item.where}: {item.code or item.name} {item.message}"
            classname = os.path.splitext(item.shown)[0].replace(os.sep, ".")
            lines += [
                f"    <testcase name={_attribute(name)} classname={_attribute(classname)}"
                f' file={_attribute(item.shown)} line="{item.row}">',
                f"      <{kind} type={_attribute(item.name)} message={_attribute(message)}/>",
                "    </testcase>",
            ]
        lines.append("  </testsuite>")
    if not report.items:
        lines += [
            '  <testsuite name="seqscore-lint" tests="1" skipped="0" failures="0" errors="0">',
            '    <testcase name="No findings" classname="seqscore-lint"/>',
            "  </testsuite>",
        ]
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _attribute(text: str) -> str:
    return quoteattr(
        re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)
    )
