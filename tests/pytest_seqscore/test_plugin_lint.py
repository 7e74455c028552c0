"""``pytest --seqscore-lint``: one item a Python file, with code, name and place of each finding."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

WRONG = """
import torch


def training_loss(model, ids):
    logits = model(ids).logits
    probs = torch.softmax(logits, dim=-1)
    return torch.nn.functional.cross_entropy(probs[:, :-1].transpose(1, 2), ids[:, 1:])
"""


@pytest.fixture
def files(pytester):
    pytester.makepyfile(
        wrong=WRONG, right="def add(a, b):\n    return a + b\n", test_it="def test_it(): pass\n"
    )
    return pytester


def test_every_python_file_is_one_item(files):
    result = files.runpytest_subprocess("--seqscore-lint", "-v", "-p", "no:xdist")
    result.assert_outcomes(passed=3, failed=1)
    lines = result.outlines
    for name in ("right.py", "test_it.py"):
        assert any(line.startswith(f"{name}::seqscore-lint PASSED") for line in lines)
    assert any("wrong.py:7:" in line and "SEQ106 double-softmax" in line for line in lines)
    assert not any("lint_items.py" in line for line in lines)


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_short_summary_names_code_and_rule(files, monkeypatch, options):
    if options:
        pytest.importorskip("xdist")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("BUILD_NUMBER", raising=False)
    lines = files.runpytest_subprocess("--seqscore-lint", *options).outlines
    (summary,) = [line for line in lines if line.startswith("FAILED wrong.py")]
    assert "SEQ106 double-softmax" in summary
    assert "SEQ106 double-softmax  wrong.py::seqscore-lint" in lines


def test_settings_and_comments_hold(files):
    files.makepyprojecttoml('[tool.seqscore-lint]\nignore = ["SEQ106"]\n')
    files.runpytest_subprocess("--seqscore-lint").assert_outcomes(passed=4)


def test_a_file_that_does_not_parse_fails_alone(files):
    files.makepyfile(broken="def f(:\n")
    result = files.runpytest_subprocess("--seqscore-lint", "--continue-on-collection-errors")
    result.assert_outcomes(passed=3, failed=2)


def test_without_the_option_nothing_is_linted(files):
    files.runpytest_subprocess().assert_outcomes(passed=1)


def test_bad_settings_are_one_line(files):
    files.makepyprojecttoml("[tool.seqscore-lint]\nunknown = 1\n")
    result = files.runpytest_subprocess("--seqscore-lint")
    assert result.ret != 0
    assert "unknown" in result.stderr.str() + result.stdout.str()
    assert "Traceback" not in result.stderr.str()
