"""The plugin as users meet it: options, marker, fixtures, short summary, and what it costs when unused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

WRONG = """
    import pytest_seqscore

    def test_sum():
        raise pytest_seqscore.SeqScoreAssertionError(
            "SEQ401 mean-for-sum: got the mean of 3 token log-probs, expected their sum\\n\\nactual",
            Diagnosis(),
        )

    class Diagnosis:
        codes = ("SEQ401",)

    def test_right(toy_lm):
        assert toy_lm.logprob([1, 5]) < 0

    def test_unrelated():
        assert True
"""


@pytest.fixture
def eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for variable in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_short_summary_shows_code_and_name_at_80_columns(pytester, eighty_columns, options):
    if options:
        pytest.importorskip("xdist")
    pytester.makepyfile(test_scores=WRONG)
    lines = pytester.runpytest_subprocess(*options).outlines
    (summary,) = [line for line in lines if line.startswith("FAILED")]
    assert len(summary) <= 80
    assert "SEQ401 mean-for-sum" in summary
    assert "SEQ401 mean-for-sum  test_scores.py::test_sum" in lines


def test_nothing_is_printed_when_nothing_failed(pytester):
    pytester.makepyfile("def test_right(toy_lm):\n    assert toy_lm.logprob([1, 5]) < 0\n")
    output = pytester.runpytest_subprocess().stdout.str()
    assert "1 passed" in output
    assert "wrong scores" not in output


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_report_holds_scoring_tests_and_their_diagnoses(pytester, options):
    if options:
        pytest.importorskip("xdist")
    pytester.makepyfile(test_scores=WRONG)
    pytester.runpytest_subprocess("--seqscore-report=out/report.json", *options).assert_outcomes(
        passed=2, failed=1
    )
    report = json.loads(Path("out/report.json").read_text())
    assert report["summary"] == {"outcomes": {"failed": 1, "passed": 1}, "codes": {"SEQ401": 1}}
    right, wrong = report["tests"]
    assert (right["nodeid"], right["outcome"], right["codes"]) == ("test_scores.py::test_right", "passed", [])
    assert (wrong["codes"], wrong["names"]) == (["SEQ401"], ["mean-for-sum"])
    assert wrong["summary"].startswith("SEQ401 mean-for-sum: got the mean")


def test_html_report_is_self_contained(pytester):
    pytester.makepyfile(test_scores=WRONG)
    pytester.runpytest_subprocess("--seqscore-report=report.html")
    page = Path("report.html").read_text()
    assert "<b>SEQ401</b> mean-for-sum" in page
    assert "http" not in page


def test_report_needs_a_known_suffix(pytester):
    result = pytester.runpytest_subprocess("--seqscore-report=report.txt")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "found 'report.txt', expected a file name in .html or .json" in result.stderr.str()


def test_marker_sets_the_tolerance_of_all_assertions(pytester):
    pytester.makepyfile("""
        import pytest
        from pytest_seqscore import SeqScoreAssertionError, assert_sequence_logprob

        @pytest.mark.seqscore(atol=0.5)
        def test_wide(seqscore):
            seqscore.assert_sequence_logprob(-3.3, token_logprobs=[-1.0, -2.0])
            assert_sequence_logprob(-3.3, token_logprobs=[-1.0, -2.0])
            with pytest.raises(SeqScoreAssertionError):
                assert_sequence_logprob(-3.3, token_logprobs=[-1.0, -2.0], atol=0.1)

        def test_tight():
            with pytest.raises(SeqScoreAssertionError):
                assert_sequence_logprob(-3.3, token_logprobs=[-1.0, -2.0])

        @pytest.mark.seqscore(tol=0.5)
        def test_misspelt():
            pass
    """)
    result = pytester.runpytest_subprocess("--strict-markers")
    result.assert_outcomes(passed=2, failed=1)
    assert "marker seqscore: found tol, expected rtol= and atol= only" in result.stdout.str()


def test_fixtures_show_how_they_are_used(pytester):
    output = pytester.runpytest_subprocess("--fixtures").stdout.str()
    for fixture in ("toy_lm", "toy_hf_model", "toy_hf_tokenizer", "toy_server", "seqscore"):
        assert f"\n{fixture}" in output
    assert "seqscore.assert_sequence_logprob(" in output


@pytest.mark.parametrize("code", ["def test_x():\n    assert 1\n", "def test_x():\n    assert [1] == [2]\n"])
def test_an_unrelated_run_imports_neither_numpy_nor_libcst(tmp_path, code):
    (tmp_path / "test_x.py").write_text(code)
    script = (
        "import sys, pytest\n"
        "pytest.main(['-q', '-p', 'no:xdist', '-p', 'no:hypothesispytest'])\n"
        "assert 'pytest_seqscore.plugin' in sys.modules\n"
        "print('imported:', sorted({'numpy', 'libcst', 'torch'} & {*sys.modules}))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "imported: []" in run.stdout
