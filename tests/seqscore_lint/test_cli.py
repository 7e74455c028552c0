"""The command line: statuses, files that cannot be read, standard input, selection of rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

MEAN = "def score(logp):\n    return logp.mean()\n"
LOG = "import torch\n\ndef f(x):\n    return torch.log(torch.softmax(x, -1))\n"


def test_status_says_whether_anything_was_found(project):
    project.write("clean.py", "x = 1\n")
    assert project.lint().status == 0
    project.write("wrong.py", MEAN)
    result = project.lint()
    assert result.status == 1
    assert "wrong.py:2:12" in result.out
    assert project.lint("--exit-zero").status == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--no-such-option"], ["--no-such-option"]),
        (["--select", "SEQ9"], ["--select", "SEQ9", "SEQ401"]),
        (["--ignore", "mean-of-everything"], ["--ignore", "mean-of-everything"]),
        (["--output-format", "yaml"], ["--output-format", "yaml", "sarif"]),
        (["--min-confidence", "sure"], ["--min-confidence", "sure", "certain"]),
        (["--jobs", "0"], ["--jobs", "'0'"]),
        (["--per-file-ignores", "SEQ401"], ["--per-file-ignores", "SEQ401", "pattern:code"]),
        (["--config", "nowhere.toml"], ["nowhere.toml", "cannot be read"]),
        (["--baseline", "nowhere.json"], ["nowhere.json", "cannot be read"]),
        (["--output-file", "no/such/folder"], ["--output-file", "no/such/folder"]),
        (["--explain", "SEQ999"], ["--explain", "SEQ999", "SEQ401"]),
    ],
)
def test_what_cannot_be_run_is_one_line_and_status_2(project, args, words):
    project.write("wrong.py", MEAN)
    result = project.lint(*args)
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1
    for word in words:
        assert word in result.err


@pytest.mark.parametrize(
    ("content", "name", "row"),
    [
        (b"x = 1\ndef f(:\n", "invalid-syntax", 2),
        (b"x = 1\ny = '\xff'\n", "invalid-encoding", 2),
        (b"# coding: no-such-codec\n", "invalid-encoding", 1),
        (b"# coding: ascii\nx = '\xc3\xa9'\n", "invalid-encoding", 2),
        (b"\x7fELF\x00\x00", "invalid-encoding", 1),
        (b"(" * 300 + b")" * 300, "invalid-syntax", 1),
        (b"-" * 200_000 + b"1", "invalid-syntax", 1),
        (b"x = softmax(y)" + b".float()" * 2000, "too-deep", 1),
    ],
)
def test_what_does_not_parse_is_reported_once_and_stops_nothing(project, content, name, row):
    project.write("a.py", content)
    project.write("b.py", MEAN)
    result = project.json()
    assert result.status == 1
    broken, wrong = result.json
    assert (broken["code"], broken["name"], broken["location"]["row"]) == (None, name, row)
    assert broken["filename"] == str(project.root / "a.py")
    assert wrong["code"] == "SEQ401"
    assert result.err.count("a.py") == 1
    assert result.err.count("\n") == 1
    for form in ("full", "concise", "github", "gitlab", "sarif", "junit", "json-lines"):
        assert "a.py" in project.lint("--output-format", form).out


def test_encodings_and_marks_that_python_accepts(project):
    project.write("bom.py", b"\xef\xbb\xbf" + MEAN.encode())
    project.write("latin.py", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n" + MEAN.encode())
    project.write("mac.py", MEAN.replace("\n", "\r").encode())
    project.write("windows.py", MEAN.replace("\n", "\r\n").encode())
    found = project.json().json
    assert [(os.path.basename(f["filename"]), f["location"]["row"]) for f in found] == [
        ("bom.py", 2), ("latin.py", 4), ("mac.py", 2), ("windows.py", 2),
    ]  # fmt: skip


def test_columns_are_characters(project):
    project.write("wide.py", 'é = "漢字"; y = x.mean()\n')
    (found,) = project.json().json
    assert found["location"] == {"row": 1, "column": 15}
    assert found["end_location"] == {"row": 1, "column": 23}


def test_a_path_that_is_not_there_is_status_2_and_stops_nothing(project):
    project.write("wrong.py", MEAN)
    result = project.json("nowhere.py", "wrong.py")
    assert result.status == 2
    assert [entry["name"] for entry in result.json] == ["io-error", "mean-for-sum"]
    assert result.err.count("nowhere.py") == 1


def test_a_file_that_vanishes_is_reported_and_stops_nothing(project):
    project.write("wrong.py", MEAN)
    (project.root / "gone.py").symlink_to("nowhere.py")
    result = project.json()
    assert result.status == 1
    assert [entry["name"] for entry in result.json] == ["io-error", "mean-for-sum"]
    assert "gone.py" in result.err


def test_an_error_of_the_analysis_is_one_line_for_its_file(project):
    project.write("a.py", "boom()\nx.mean()\n")
    project.write("b.py", MEAN)
    result = project.json()
    assert result.status == 2
    assert [entry["name"] for entry in result.json] == ["internal-error", "mean-for-sum"]
    assert result.err.count("\n") == 1
    assert "KeyError: 'boom'" in result.err
    assert "conftest.py:" in result.err


def test_standard_input(project):
    result = project.json("-", "--stdin-filename", "src/x.py", stdin=MEAN.encode())
    assert result.status == 1
    assert result.json[0]["filename"] == str(project.root / "src" / "x.py")
    project.write("pyproject.toml", '[tool.seqscore-lint]\nper-file-ignores = {"src/*" = ["SEQ4"]}\n')
    assert project.json("--stdin-filename", "src/x.py", stdin=MEAN.encode()).json == []


def test_selection_by_code_prefix_and_name(project):
    project.write("both.py", f"{LOG}\n{MEAN}")
    assert project.json().codes == ["SEQ602", "SEQ401"]
    assert project.json("--select", "SEQ4").codes == ["SEQ401"]
    assert project.json("--select", "mean-for-sum,SEQ602").codes == ["SEQ602", "SEQ401"]
    assert project.json("--ignore", "SEQ602").codes == ["SEQ401"]
    assert project.json("--ignore", "SEQ").codes == ["SEQ602", "SEQ401"][:0]
    assert project.json("--select", "SEQ602", "--extend-select", "SEQ4").codes == ["SEQ602", "SEQ401"]
    assert project.json("--select", "SEQ401", "--ignore", "SEQ4").codes == ["SEQ401"]
    assert project.json("--select", "ALL", "--ignore", "SEQ401").codes == ["SEQ602"]
    assert project.json("--per-file-ignores", "both.py:SEQ4,*.py:SEQ1").codes == ["SEQ602"]
    assert project.json("--per-file-ignores", "!both.py:SEQ4").codes == ["SEQ602", "SEQ401"]


def test_confidence(project):
    project.write("x.py", "a = x.softmax(1)\nb = a.mean()\nc = log(softmax(a))\n")
    assert project.json().codes == ["SEQ401", "SEQ602"]
    assert project.json("--min-confidence", "possible").codes == ["SEQ104", "SEQ401", "SEQ602"]
    assert project.json("--min-confidence", "certain").codes == ["SEQ602"]


def test_statistics(project):
    project.write("x.py", "a.mean()\nb.mean()\nc = log(softmax(a))\n")
    result = project.lint("--statistics")
    assert result.status == 1
    assert result.out.splitlines()[:2] == ["2\tSEQ401\t[ ] mean-for-sum", "1\tSEQ602\t[*] log-of-softmax"]
    assert project.json("--statistics").json[0] == {
        "code": "SEQ401", "name": "mean-for-sum", "count": 2, "fixable": False,
    }  # fmt: skip


def test_output_file(project):
    project.write("wrong.py", MEAN)
    result = project.lint("--output-file", "report.txt")
    assert (result.status, result.out) == (1, "")
    assert "SEQ401" in (project.root / "report.txt").read_text()


def test_reports_do_not_depend_on_jobs(project, monkeypatch):
    monkeypatch.setattr("seqscore_lint.runner._PATIENCE", 0.0)
    for number in range(120):
        project.write(f"f{number:03}.py", MEAN if number % 3 else "def f(:\n")
    one = project.json("--no-cache", "--jobs", "1")
    many = project.json("--no-cache", "--jobs", "3")
    assert len(one.json) == 120
    assert many == one


def test_dask_workers_give_the_same(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "wrong.py").write_text(LOG)
    (tmp_path / "broken.py").write_text("def f(:\n")
    options = ("--isolated", "--output-format", "json", "--jobs", "1", str(tmp_path))
    here, there = run_module(*options), run_module(*options, "--executor", "dask")
    assert there.returncode == here.returncode == 1
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert len(json.loads(here.stdout)) == 2


def test_dask_that_is_not_installed_is_one_line(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    project.write("wrong.py", MEAN)
    result = project.lint("--executor", "dask")
    assert result.status == 2
    assert (
        result.err
        == "seqscore-lint: error: --executor: found dask, which is not installed, expected process\n"
    )


def test_rules_are_listed_and_explained(project):
    listed = project.lint("--list-rules")
    assert listed.status == 0
    assert [line.split()[:2] for line in listed.out.splitlines()] == [
        ["SEQ001", "unused-suppression"],
        ["SEQ104", "softmax-axis"],
        ["SEQ401", "mean-for-sum"],
        ["SEQ602", "log-of-softmax"],
    ]
    assert [row["fix"] for row in project.json("--list-rules").json] == [None, None, "safe"]
    page = project.lint("--explain", "SEQ602")
    assert page.out == project.lint("--explain", "log-of-softmax").out
    assert page.status == 0
    assert "## Why it matters" in page.out
    assert "--fix" in page.out
    assert "check_scorer" in project.lint("--explain", "SEQ310").out
    assert "ignore-file" in project.lint("--explain", "SEQ001").out


def run_module(*args: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "seqscore_lint", *args], capture_output=True, **options)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_away_leaves_no_traceback(tmp_path):
    for number in range(400):
        (tmp_path / f"{number}.py").write_text("def f(:\n")
    command = (
        f"{sys.executable} -m seqscore_lint --isolated --no-cache {tmp_path} 2>{tmp_path}/err | head -n 1"
    )
    run = subprocess.run(["bash", "-c", command], capture_output=True)
    assert b"invalid-syntax" in run.stdout
    assert b"Traceback" not in (tmp_path / "err").read_bytes()
    assert b"BrokenPipe" not in (tmp_path / "err").read_bytes()


def test_a_plain_run_imports_nothing_dear(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("x = 1\n" * 20)
    code = (
        "import sys; from seqscore_lint.cli import main; assert main([sys.argv[1]]) == 0;"
        "dear = 'libcst numpy pluggy pytest torch json inspect dataclasses subprocess hashlib';"
        "dear += ' importlib.metadata concurrent.futures tomllib';"
        "print(sorted({*dear.split()} & {*sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=tmp_path
    )
    assert run.stderr == ""
    assert run.stdout.splitlines()[-1] == "[]"


def test_version(tmp_path):
    run = run_module("--version", cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.startswith(b"seqscore-lint ")
