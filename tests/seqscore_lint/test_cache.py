"""The cache gives back what was found, and notices whatever could change it."""

from __future__ import annotations

import json

import pytest

from seqscore_lint import runner

SOURCE = "lp = f(x)\ny = lp.mean()\n"


@pytest.fixture
def analysed(project, monkeypatch):
    """How many files were analysed since the last call."""
    paths = []
    real = runner.analyse

    def analyse(source, *args):
        paths.append(source.path)
        return real(source, *args)

    monkeypatch.setattr(runner, "analyse", analyse)

    def count(*args):
        paths.clear()
        result = project.json("--cache-dir", "cache", "--jobs", "1", *args)
        return len(paths), result

    return count


def test_a_second_run_finds_the_same_without_looking(project, analysed):
    project.write("x.py", SOURCE)
    project.write("y.py", "x = 1\n")
    first, second = analysed(), analysed()
    assert (first[0], second[0]) == (2, 0)
    assert second[1] == first[1]
    assert first[1].json[0]["evidence"] == [
        {"filename": str(project.root / "x.py"), "row": 1, "column": 1, "what": "lp is set"}
    ]
    assert (project.root / "cache" / ".gitignore").read_text() == "*\n"


def test_a_changed_file_or_setting_is_looked_at_again(project, analysed):
    path = project.write("x.py", SOURCE)
    project.write("y.py", SOURCE)
    analysed()
    path.write_text("y = 1\n")
    looked, result = analysed()
    assert (looked, len(result.json)) == (1, 1)
    assert analysed("--ignore", "SEQ4")[1].json == []
    assert analysed("--ignore", "SEQ4")[0] == 0
    assert len(analysed()[1].json) == 1


def test_what_does_not_parse_is_never_kept(project, analysed):
    project.write("x.py", "def f(:\n")
    assert analysed()[0] == 1
    looked, result = analysed()
    assert (looked, result.status) == (1, 1)


def test_a_broken_store_is_as_good_as_none(project, analysed):
    project.write("x.py", SOURCE)
    analysed()
    (store,) = (project.root / "cache").glob("*.json")
    store.write_text("{")
    assert analysed()[0] == 1
    assert json.loads(store.read_text())


def test_edits_are_shown_for_what_the_cache_knows(project, analysed):
    project.write("x.py", "import torch\ny = torch.log(torch.softmax(x, -1))\n")
    assert analysed()[1].json[0]["fix"] == analysed()[1].json[0]["fix"] is not None


def test_short_runs_and_no_cache_leave_nothing_behind(project, monkeypatch):
    project.write("x.py", SOURCE)
    project.lint()
    monkeypatch.setattr(runner, "_PATIENCE", 0.0)
    project.lint("--no-cache")
    assert not (project.root / ".seqscore-cache").exists()
    project.lint()
    assert (project.root / ".seqscore-cache").exists()
