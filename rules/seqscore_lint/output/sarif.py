"""SARIF 2.1.0, with the evidence as code flows, fixes, and fingerprints that survive moved lines."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from seqscore_lint import registry
from seqscore_lint.output import LEVELS
from seqscore_lint.report import Item, Report, shown
from seqscore_lint.version import version

_ROOT = "%SRCROOT%"


def render(report: Report) -> str:
    """A log with one run."""
    rules = [
        {
            "id": rule.code,
            "name": rule.row.slug,
            "shortDescription": {"text": rule.row.title},
            "fullDescription": {"text": rule.row.title},
            "help": {"text": rule.doc.strip(), "markdown": rule.doc.strip()},
            "properties": {"stage": rule.row.stage, "tags": ["correctness", rule.row.stage]},
        }
        for rule in report.rules
    ]
    unused = registry.UNUSED
    rules.append({"id": unused.code, "name": unused.slug, "shortDescription": {"text": unused.title}})
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "seqscore-lint", "version": version(), "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": f"file://{quote(os.fsencode(os.getcwd()))}/"}},
        "invocations": [
            {
                "executionSuccessful": not any(item.name == "internal-error" for item in report.items),
                "toolExecutionNotifications": [_notification(i) for i in report.items if i.code is None],
            }
        ],
        "results": [_result(item, index) for item in report.items if item.code],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return (
        json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _result(item: Item, index: dict[Any, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": index[item.code],
        "level": LEVELS[item.confidence],
        "message": {"text": item.message},
        "locations": [{"physicalLocation": _location(item)}],
        "partialFingerprints": {"seqscore/v1": item.fingerprint},
        "properties": {"confidence": item.confidence, "cell": item.cell},
    }
    if item.steps:
        steps = [
            {
                "location": {
                    "physicalLocation": {
                        "artifactLocation": _artifact(step.path or item.path),
                        "region": {"startLine": step.row, "startColumn": step.column},
                    },
                    "message": {"text": step.what},
                }
            }
            for step in item.steps
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if item.fix and item.edits:
        replacements = [
            {
                "deletedRegion": _region(edit.row, edit.column, edit.end_row, edit.end_column),
                "insertedContent": {"text": edit.content},
            }
            for edit in item.edits
        ]
        change = {"artifactLocation": _artifact(item.path), "replacements": replacements}
        result["fixes"] = [{"description": {"text": item.fix.message}, "artifactChanges": [change]}]
    return result


def _notification(item: Item) -> dict[str, Any]:
    return {
        "descriptor": {"id": item.name},
        "level": "error",
        "message": {"text": item.message},
        "locations": [{"physicalLocation": _location(item)}],
    }


def _location(item: Item) -> dict[str, Any]:
    region = _region(item.row, item.column, item.end_row, item.end_column)
    return {"artifactLocation": _artifact(item.path), "region": region}


def _region(row: int, column: int, end_row: int, end_column: int) -> dict[str, int]:
    return {"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column}


def _artifact(path: str) -> dict[str, str]:
    relative = shown(path)
    if os.path.isabs(relative):
        return {"uri": f"file://{quote(os.fsencode(path))}"}
    return {"uri": quote(os.fsencode(relative)), "uriBaseId": _ROOT}
