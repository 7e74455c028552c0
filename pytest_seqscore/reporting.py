"""What a run says about scores: the line of the short summary, the terminal section, the report file.

Results ride on pytest's own reports as plain data, so that they survive the trip from an xdist worker.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_seqscore.errors import SeqScoreAssertionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def annotate(report: pytest.TestReport, item: pytest.Item, error: BaseException | None, ours: bool) -> None:
    """Put code, name and message of a wrong score on the test's report."""
    found = error if isinstance(error, SeqScoreAssertionError) else None
    if found is None and not (ours and report.when == "call"):
        return
    text = str(found) if found else ""
    codes = _codes(found)
    check = getattr(getattr(item, "callspec", None), "params", {}).get("check")
    report.seqscore = {  # type: ignore[attr-defined]
        "nodeid": str(item.nodeid),
        "outcome": "xfailed" if hasattr(report, "wasxfail") and report.skipped else str(report.outcome),
        "codes": codes,
        "names": [_name(code) for code in codes],
        "check": getattr(check, "name", None),
        "summary": text.partition("\n")[0],
        "message": text,
    }
    crash = getattr(report.longrepr, "reprcrash", None)
    if found is not None and crash is not None:
        # The short summary shows the start of this: the diagnosis, not the exception's dotted name.
        crash.message = text


def summarise(terminalreporter: pytest.TerminalReporter) -> None:
    """List the wrong scores, code and name first so that a narrow terminal shows them."""
    failures = [r.seqscore for r in terminalreporter.stats.get("failed", ()) if hasattr(r, "seqscore")]
    named = [failure for failure in failures if failure["summary"]]
    if not named:
        return
    terminalreporter.write_sep("=", "wrong scores")
    for failure in named:
        label = " + ".join(f"{c} {n}" for c, n in zip(failure["codes"], failure["names"], strict=True))
        terminalreporter.write_line(f"{label or 'no known bug'}  {failure['nodeid']}")
    codes = sorted({code for failure in named for code in failure["codes"]})
    if codes:
        terminalreporter.write_line(f"What a code means: seqscore-lint --explain {codes[0]}")


def write_report(stats: Mapping[str, Iterable[Any]], path: str) -> None:
    """Write every scoring test of the run to ``path``, as JSON or as one self-contained HTML page."""
    tests = sorted(
        (r.seqscore for reports in stats.values() for r in reports if hasattr(r, "seqscore")),
        key=lambda test: test["nodeid"],
    )
    outcomes = [test["outcome"] for test in tests]
    codes = [code for test in tests for code in test["codes"]]
    report = {
        "summary": {
            "outcomes": {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))},
            "codes": {code: codes.count(code) for code in sorted(set(codes))},
        },
        "tests": tests,
    }
    text = _html(report) if path.endswith(".html") else json.dumps(report, indent=2) + "\n"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise pytest.UsageError(f"--seqscore-report: cannot write {path!r}: {error.strerror}") from None


def _codes(error: SeqScoreAssertionError | None) -> list[str]:
    source = error if hasattr(error, "codes") else getattr(error, "diagnosis", None)
    return [str(code) for code in getattr(source, "codes", ())]


def _name(code: str) -> str:
    from seqscore_lint.codes import CODES

    return CODES[code].slug


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sequence scores</title><style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: .4rem .6rem; text-align: left }}
tr {{ border-bottom: 1px solid #ddd; vertical-align: top }}
.failed {{ color: #b00020 }} .passed {{ color: #1b6e2d }}
pre {{ background: #f6f6f6; overflow-x: auto; padding: .6rem }}
</style></head><body><h1>Sequence scores</h1><p>{counts}</p>
<table><thead><tr><th>Outcome</th><th>Test</th><th>Diagnosis</th></tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def _html(report: dict[str, Any]) -> str:
    rows = []
    for test in report["tests"]:
        detail = "<br>".join(f"<b>{c}</b> {n}" for c, n in zip(test["codes"], test["names"], strict=True))
        if test["message"]:
            detail += (
                f"<details><summary>{html.escape(test['summary'])}</summary>"
                f"<pre>{html.escape(test['message'])}</pre></details>"
            )
        rows.append(
            f'<tr><td class="{test["outcome"]}">{test["outcome"]}</td>'
            f"<td>{html.escape(test['nodeid'])}</td><td>{detail}</td></tr>"
        )
    counts = ", ".join(f"{n} {outcome}" for outcome, n in report["summary"]["outcomes"].items())
    return _PAGE.format(counts=counts or "No scoring test ran.", rows="\n".join(rows))
