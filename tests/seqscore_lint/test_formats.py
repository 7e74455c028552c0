"""Output formats: the shapes that other programs read, and what people see."""

from __future__ import annotations

import json
import os
import re
import sys
from xml.etree import ElementTree

import pytest

SOURCE = """\
import torch


def score(logits, lp):
    total = lp
    y = torch.log(
        torch.softmax(logits, -1)
    )
    return total.mean()
"""


@pytest.fixture
def scripts(project):
    project.write("src/a b.py", SOURCE)
    project.write("bad,name%.py", "def f(:\n")
    return project


def test_full(scripts):
    result = scripts.lint()
    assert result.status == 1
    assert (
        result.out
        == """\
invalid-syntax: invalid syntax (parsed as Python VERSION)
 --> bad,name%.py:1:7
  |
1 | def f(:
  |       ^
  |

SEQ602 log-of-softmax [*] log of softmax (certain)
  --> src/a b.py:6:9
   |
 4 | def score(logits, lp):
 5 |     total = lp
 6 |     y = torch.log(
   |         ^^^^^^^^^^
 7 |         torch.softmax(logits, -1)
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^
 8 |     )
   |     ^
 9 |     return total.mean()
   |
help: Replace `log(softmax(x))` with `log_softmax(x)`

SEQ401 mean-for-sum mean of total (likely)
  --> src/a b.py:9:12
   |
 7 |         torch.softmax(logits, -1)
 8 |     )
 9 |     return total.mean()
   |            ^^^^^^^^^^^^
   |
   = row 5: total is set

Found 3 problems in 2 of 2 files.
[*] 1 of a kind that `--fix` can mend; `--diff` shows how.
""".replace("VERSION", f"{sys.version_info[0]}.{sys.version_info[1]}")
    )


def test_concise(scripts):
    assert scripts.lint("--output-format", "concise").out.splitlines()[1:3] == [
        "src/a b.py:6:9: SEQ602 [*] log of softmax",
        "src/a b.py:9:12: SEQ401 mean of total",
    ]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("\ty = x.mean()", ["    y = x.mean()", "        ^^^^^^^^"]),
        ("é = '漢字', x.mean()", ["é = '漢字', x.mean()", "            ^^^^^^^^"]),
        ("a = '\x1b[31m', x.mean()", ["a = '\ufffd[31m', x.mean()", "             ^^^^^^^^"]),
        ("a = '" + "a" * 400 + "', x.mean(), '" + "b" * 400 + "'", None),
    ],
)
def test_frames_are_aligned(project, row, shown):
    project.write("x.py", f"if 1:\n\t0\n{row}\n" if row[0] == "\t" else f"{row}\n")
    lines = [line[line.index("|") + 2 :] for line in project.lint().out.splitlines() if "|" in line]
    at = next(i for i, line in enumerate(lines) if "^" in line)
    if shown:
        assert lines[at - 1 : at + 1] == shown
    else:
        assert lines[at - 1][lines[at].index("^") :].startswith("x.mean(), 'bbb")
        assert len(lines[at - 1]) <= 160


def test_tall_findings_are_cut(project):
    rows = "\n".join(f"    {n}," for n in range(40))
    project.write("x.py", f"y = x.mean(\n{rows}\n)\n")
    out = project.lint().out
    assert len(out.splitlines()) < 35
    assert "..." in out
    assert " 1 | y = x.mean(" in out
    assert "42 | )" in out


def test_colour_only_where_it_is_wanted(project, monkeypatch):
    project.write("x.py", SOURCE)
    assert "\x1b[" not in project.lint().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31mSEQ401\x1b[0m" in project.lint().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in project.lint().out


def test_json_has_the_shape_of_ruffs(scripts):
    broken, log, mean = scripts.json().json
    path = str(scripts.root / "src" / "a b.py")
    assert log == {
        "cell": None,
        "code": "SEQ602",
        "confidence": "certain",
        "end_location": {"row": 8, "column": 6},
        "evidence": [],
        "filename": path,
        "fix": {
            "applicability": "safe",
            "edits": [
                {
                    "content": "torch.log_softmax(logits, -1)",
                    "location": {"row": 6, "column": 9},
                    "end_location": {"row": 8, "column": 6},
                }
            ],
            "message": "Replace `log(softmax(x))` with `log_softmax(x)`",
        },
        "location": {"row": 6, "column": 9},
        "message": "log of softmax",
        "name": "log-of-softmax",
        "noqa_row": 6,
        "url": None,
    }
    assert mean["evidence"] == [{"filename": path, "row": 5, "column": 1, "what": "total is set"}]
    assert mean["fix"] is None
    assert broken["code"] is None
    assert set(broken) == set(log)


def test_json_lines_are_the_same_entries(scripts):
    lines = scripts.lint("--output-format", "json-lines").out.splitlines()
    assert [json.loads(line) for line in lines] == scripts.json().json


def test_github(scripts):
    lines = scripts.lint("--output-format", "github").out.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(
        "::error title=seqscore-lint (invalid-syntax),file=bad%2Cname%25.py,line=1,col=7,"
    )
    assert lines[2] == (
        "::warning title=seqscore-lint (SEQ401),file=src/a b.py,line=9,col=12,endLine=9,endColumn=24"
        "::src/a b.py:9:12: SEQ401 mean of total%0A  row 5: total is set"
    )


def test_gitlab(scripts):
    entries = scripts.lint("--output-format", "gitlab").json
    assert [entry["check_name"] for entry in entries] == ["invalid-syntax", "SEQ602", "SEQ401"]
    assert entries[2]["severity"] == "minor"
    assert entries[2]["location"] == {
        "path": "src/a b.py",
        "positions": {"begin": {"line": 9, "column": 12}, "end": {"line": 9, "column": 24}},
    }
    assert len({entry["fingerprint"] for entry in entries}) == 3


def test_junit(scripts):
    root = ElementTree.fromstring(scripts.lint("--output-format", "junit").out)
    assert root.attrib == {"name": "seqscore-lint", "tests": "3", "failures": "2", "errors": "1"}
    cases = root.findall("testsuite/testcase")
    assert [case.get("file") for case in cases] == ["bad,name%.py", "src/a b.py", "src/a b.py"]
    assert cases[2].find("failure").get("message") == "src/a b.py:9:12: SEQ401 mean of total"


def test_junit_without_findings_is_one_passed_case(project):
    project.write("x.py", "x = 1\n")
    root = ElementTree.fromstring(project.lint("--output-format", "junit").out)
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert len(root.findall("testsuite/testcase")) == 1


def test_sarif(scripts):
    log = scripts.lint("--output-format", "sarif").json
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    log_result, mean_result = run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]
        assert uri == {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"}
    assert mean_result["level"] == "warning"
    assert mean_result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 9, "startColumn": 12, "endLine": 9, "endColumn": 24,
    }  # fmt: skip
    flow = mean_result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in flow] == ["total is set"]
    (replacement,) = log_result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "torch.log_softmax(logits, -1)"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "invalid syntax" in notification["message"]["text"]


def test_fingerprints_survive_moved_rows_and_other_folders(project, monkeypatch):
    (project.root / ".git").mkdir()
    path = project.write("src/x.py", SOURCE)

    def fingerprints():
        run = project.lint("--output-format", "sarif", str(path)).json["runs"][0]
        return [result["partialFingerprints"] for result in run["results"]]

    before = fingerprints()
    assert len({json.dumps(f) for f in before}) == 2
    path.write_text("import math\n\n\n" + SOURCE)
    monkeypatch.chdir(project.root / "src")
    assert fingerprints() == before


def test_names_that_are_no_text_stay_printable(project):
    raw = os.fsencode(str(project.root)) + b"/\xff.py"
    with open(raw, "wb") as file:
        file.write(b"x.mean()\n")
    for form in ("full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit"):
        result = project.lint("--output-format", form)
        assert result.status == 1
        assert re.search(r"udcff|%FF|\ufffd", result.out), form
