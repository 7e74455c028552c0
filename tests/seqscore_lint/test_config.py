"""Settings: where they come from, what stands above what, and what is said of bad ones."""

from __future__ import annotations

import pytest

from seqscore_lint.config import Resolver

BOTH = "import torch\na = torch.log(torch.softmax(x, -1))\nb = x.mean()\n"


def test_the_nearest_file_with_a_table_holds(project):
    project.write("pyproject.toml", '[tool.seqscore-lint]\nselect = ["SEQ4"]\n')
    project.write("x.py", BOTH)
    project.write("sub/pyproject.toml", '[project]\ndependencies = ["seqscore-lint"]\n')
    project.write("sub/x.py", BOTH)
    project.write("own/pyproject.toml", '[tool.seqscore-lint]\nignore = ["mean-for-sum"]\n')
    project.write("own/x.py", BOTH)
    assert project.json().codes == ["SEQ602", "SEQ401", "SEQ401"]
    assert project.json("--isolated").codes == ["SEQ602", "SEQ401"] * 3
    assert project.json("--config", "own/pyproject.toml").codes == ["SEQ602"] * 3


def test_the_command_line_stands_above_the_file(project):
    project.write(
        "pyproject.toml",
        '[tool.seqscore-lint]\nignore = ["SEQ4"]\noutput-format = "concise"\nmin-confidence = "certain"\n',
    )
    project.write("x.py", BOTH)
    assert project.lint().out.startswith("x.py:2:5: SEQ602")
    assert project.lint("--ignore", "SEQ6").status == 0
    assert project.json("--select", "SEQ401", "--min-confidence", "likely").codes == ["SEQ401"]
    assert project.json("--extend-select", "SEQ4", "--min-confidence", "likely").codes == ["SEQ602", "SEQ401"]


def test_patterns_are_relative_to_the_file(project, monkeypatch):
    project.write(
        "pyproject.toml",
        '[tool.seqscore-lint]\nextend-exclude = ["sub/gen"]\nper-file-ignores = {"sub/a.py" = ["SEQ4"]}\n',
    )
    for name in ("sub/a.py", "sub/gen/b.py", "gen/c.py"):
        project.write(name, BOTH)
    monkeypatch.chdir(project.root / "sub")
    assert project.json("..").codes == ["SEQ602", "SEQ401", "SEQ602"]


def test_paths_are_relative_to_the_file(project, monkeypatch):
    project.write("pyproject.toml", '[tool.seqscore-lint]\nbaseline = "known.json"\n')
    project.write("sub/x.py", BOTH)
    project.write("known.json", '{"version": 1, "findings": []}')
    assert project.lint("--write-baseline", "known.json").status == 0
    monkeypatch.chdir(project.root / "sub")
    assert project.lint().status == 0


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('selekt = ["SEQ4"]', ["selekt", "unknown key", "select"]),
        ('select = "SEQ4"', ["select", "'SEQ4'", "a list of strings"]),
        ("select = [4]", ["select", "[4]", "a list of strings"]),
        ('ignore = ["SEQ9"]', ["ignore", "'SEQ9'", "SEQ401"]),
        ('output-format = "yaml"', ["output-format", "'yaml'", "sarif"]),
        ("min-confidence = 3", ["min-confidence", "3", "likely"]),
        ('per-file-ignores = ["SEQ4"]', ["per-file-ignores", "a table"]),
        ('per-file-ignores = {"a.py" = ["X"]}', ["per-file-ignores", "'X'"]),
        ("baseline = true", ["baseline", "True", "a path"]),
        ("signatures = 1", ["signatures", "1", "a table"]),
        ("select = [", ["pyproject.toml", "no valid TOML"]),
    ],
)
def test_a_bad_setting_is_one_line_and_status_2(project, table, words):
    project.write("pyproject.toml", f"[tool.seqscore-lint]\n{table}\n")
    project.write("x.py", BOTH)
    result = project.lint()
    assert (result.status, result.out) == (2, "")
    assert result.err.count("\n") == 1
    for word in ("pyproject.toml", *words):
        assert word in result.err


def test_a_file_for_config_without_our_table_is_refused(project):
    project.write("other.toml", "[tool.other]\n")
    result = project.lint("--config", "other.toml")
    assert result.status == 2
    assert "[tool.seqscore-lint]" in result.err


def test_a_broken_file_that_does_not_speak_of_us_is_no_business_of_ours(project):
    project.write("pyproject.toml", "[tool.other\n")
    project.write("x.py", BOTH)
    assert project.lint().status == 1


def test_signatures_reach_the_analysis(project, monkeypatch):
    seen = []

    def analyse(source, path, rules, *, signatures=None, project=None):
        seen.append(signatures)
        return []

    monkeypatch.setattr("seqscore_lint.engine.analyse", analyse)
    project.write("pyproject.toml", '[tool.seqscore-lint.signatures]\n"lib.score" = "logprob"\n')
    project.write("x.py", BOTH)
    assert project.lint().status == 0
    assert seen == [{"lib.score": "logprob"}]


def test_the_longest_prefix_decides(tmp_path):
    settings = Resolver({"select": ["SEQ4", "SEQ501"], "ignore": ["SEQ40", "SEQ5"]}, isolated=True)
    known = ("SEQ401", "SEQ411", "SEQ501", "SEQ502", "SEQ601")
    assert settings.settings(str(tmp_path)).codes_for("/x.py", known) == {"SEQ411", "SEQ501"}
