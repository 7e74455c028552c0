"""A baseline knows findings by what they are, not by where they stand."""

from __future__ import annotations

import json

SOURCE = "def score(logp):\n    return logp.mean()\n\ndef other(logp):\n    return logp.mean()\n"


def test_known_findings_are_left_out_wherever_they_move(project):
    path = project.write("src/x.py", SOURCE)
    result = project.lint("--write-baseline", "known.json")
    assert (result.status, result.out) == (0, "")
    assert "2 findings" in result.err
    assert project.lint("--baseline", "known.json").status == 0

    path.write_text("import math\n\n\n" + SOURCE.replace("logp.mean()", "logp.mean( )"))
    assert project.lint("--baseline", "known.json") == (0, "Nothing found in 1 file.\n", "")

    path.write_text(SOURCE + "\ndef third(logp):\n    return logp.mean()\n")
    result = project.json("--baseline", "known.json")
    assert [entry["location"]["row"] for entry in result.json] == [8]
    assert result.status == 1


def test_a_baseline_holds_no_rows_and_no_machine(project):
    project.write("src/x.py", SOURCE)
    project.lint("--write-baseline", "known.json")
    assert json.loads((project.root / "known.json").read_text()) == {
        "version": 1,
        "findings": [
            {"code": "SEQ401", "path": "src/x.py", "function": name, "source": "logp.mean()", "ordinal": 0}
            for name in ("other", "score")
        ],
    }


def test_equal_findings_are_counted(project):
    path = project.write("x.py", "a = x.mean()\nb = x.mean()\n")
    project.lint("--write-baseline", "known.json")
    path.write_text("a = x.mean()\nb = x.mean()\nc = x.mean()\n")
    assert len(project.json("--baseline", "known.json").json) == 1


def test_entries_that_are_no_longer_true_are_named(project):
    path = project.write("x.py", SOURCE)
    gone = project.write("y.py", SOURCE)
    kept = project.write("z.py", "a = x.mean()\n")
    project.lint("--write-baseline", "known.json")
    path.write_text("def score(logp):\n    return logp.sum()\n\ndef other(logp):\n    return logp.mean()\n")
    gone.unlink()
    result = project.lint("--baseline", "known.json", "x.py")
    assert result.status == 0
    assert [line.split("baseline: ")[1] for line in result.err.splitlines()] == [
        "x.py: SEQ401 in score is no longer found: logp.mean()",
        "y.py: SEQ401 in other is no longer found: logp.mean()",
        "y.py: SEQ401 in score is no longer found: logp.mean()",
    ]
    kept.write_text("a = 1\n")
    assert "z.py" not in project.lint("--baseline", "known.json", "--select", "SEQ6").err


def test_a_baseline_lies_anywhere(project, monkeypatch):
    project.write("src/x.py", SOURCE)
    (project.root / "ci").mkdir()
    project.lint("--write-baseline", "ci/known.json")
    monkeypatch.chdir(project.root / "src")
    assert project.lint("--baseline", "../ci/known.json", "x.py").status == 0


def test_what_is_no_baseline_is_one_line_and_status_2(project):
    project.write("x.py", SOURCE)
    for content in ("{", "[]", '{"findings": [1]}', '{"findings": [{"code": "SEQ401"}]}'):
        project.write("known.json", content)
        result = project.lint("--baseline", "known.json")
        assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
        assert "--write-baseline" in result.err
