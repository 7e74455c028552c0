"""``--explain FILE:ROW``: what the analysis knows of a row."""

from __future__ import annotations

import pytest

from seqscore_lint import cli

SOURCE = """\
import torch


def score(model, ids):
    logits = model(ids).logits
    logp = torch.log_softmax(logits, dim=-1)
    other = frobnicate(logp)
    return logp
"""


@pytest.fixture
def explain(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.py").write_text(SOURCE)

    def run(what):
        status = cli.main(["--explain", what])
        return status, *capsys.readouterr()

    return run


def test_values_of_a_row_with_the_steps_that_made_them(explain):
    status, out, err = explain("x.py:6")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "logp = torch.log_softmax(logits, dim=-1)"
    assert lines[1].startswith("  torch.log_softmax(logits, dim=-1): log-probabilities [")
    assert any(line.startswith("      row 5: ") for line in lines)
    assert any(line.startswith("  logits: logits [") for line in lines)
    assert len(lines) == len(set(lines))


def test_what_is_unknown_is_said(explain):
    assert "  frobnicate(logp): unknown" in explain("x.py:7")[1].splitlines()
    assert explain("x.py:2") == (0, "\n  nothing on this row was read\n", "")


@pytest.mark.parametrize("what", ["y.py:3", "x.py:", "x.py:one", ":3"])
def test_what_cannot_be_explained_is_one_line_and_status_2(explain, what):
    status, out, err = explain(what)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "--explain" in err


def test_a_file_that_does_not_parse(explain, tmp_path):
    (tmp_path / "x.py").write_text("def f(:\n")
    status, _, err = explain("x.py:1")
    assert status == 2
    assert "does not parse" in err
    assert err.count("\n") == 1
