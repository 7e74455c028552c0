"""``check_scorer``: structured results that never stop at the first, whatever a scorer does."""

from __future__ import annotations

import re
import threading
import warnings

import numpy as np
import pytest

import pytest_seqscore.checks.subject as subject_module
from pytest_seqscore import (
    CheckReport,
    CheckResult,
    Scorer,
    SeqScoreAssertionError,
    SeqScoreInputError,
    check_scorer,
    parametrize_with_checks,
)
from pytest_seqscore.checks import all_checks
from seqscore_lint.codes import CODES

pytest_plugins = ["pytester"]


def log_softmax(x):
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def right(logits, tokens):
    return log_softmax(logits)[np.arange(len(tokens)), tokens].sum()


def mean(logits, tokens):
    return log_softmax(logits)[np.arange(len(tokens)), tokens].mean()


def statuses(report):
    return {result.check: result.status for result in report.results}


def check(scorer, **options):
    return check_scorer(scorer, interface="logits", on_fail="return", **options)


def test_report_of_a_right_scorer():
    report = check_scorer(right, interface="logits")
    assert isinstance(report, CheckReport)
    assert report.passed
    assert report.codes == ()
    assert all(isinstance(result, CheckResult) for result in report.results)
    assert set(statuses(report).values()) <= {"passed", "skipped"}
    assert len(report.results) == sum("logits" in each.interfaces for each in all_checks())


def test_report_of_a_wrong_scorer_names_the_bug_and_goes_on():
    report = check(mean)
    assert not report.passed
    assert report.codes[0] == "SEQ401"
    failed = [result for result in report.results if result.status == "failed"]
    assert len(failed) > 5
    assert all(result.message for result in failed)
    assert statuses(report)["check_inputs_are_left_unchanged"] == "passed"


def test_raising_says_first_what_is_wrong():
    with pytest.raises(SeqScoreAssertionError) as caught:
        check_scorer(mean, interface="logits")
    first, _, rest = str(caught.value).partition("\n")
    assert first.startswith("SEQ401 mean-for-sum: mean fails ")
    assert len(first) <= 80
    assert "check_score_is_the_exact_one: sequences of 9 tokens: got " in rest
    assert caught.value.diagnosis.codes == ("SEQ401",)
    assert caught.value.report.codes == caught.value.codes


def test_the_linters_finding_is_shown_beside_the_failure():
    pytest.importorskip("torch")
    import torch

    def logs_softmax(logits, tokens):
        return torch.log(torch.softmax(logits, dim=-1)).gather(-1, tokens[:, None]).sum()

    with pytest.raises(SeqScoreAssertionError, match=r"in the source, .*test_check_scorer\.py:\d+ SEQ602"):
        check_scorer(logs_softmax, interface="logits", array="torch")


def test_warning_in_place_of_raising():
    with pytest.warns(UserWarning, match="SEQ401 mean-for-sum: mean fails"):
        report = check_scorer(mean, interface="logits", on_fail="warn")
    assert not report.passed


@pytest.mark.parametrize(
    ("scorer", "message"),
    [
        (lambda logits, tokens: None, "returned None, expected a float"),
        (lambda logits, tokens: "low", "returned str 'low', expected a float"),
        (lambda logits, tokens: [0.0, 1.0], r"returned shape \(2,\), expected a float"),
        (lambda logits, tokens: 1j, "returned values of type complex128, expected a float"),
        (lambda logits, tokens: (x for x in ()), "returned generator <generator .*, expected a float"),
        (lambda logits, tokens: float("nan"), "got nan, expected"),
        (lambda logits, tokens: True, "returned bool True"),
        (lambda logits, tokens: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda logits, tokens: exec("raise SystemExit(3)"), "raised SystemExit: 3"),
        (lambda logits: 0.0, r"raised TypeError: .*it is called as scorer\(logits \[T, V\], tokens \[T\]\)"),
        (
            lambda logits, tokens: __import__("no_such_package"),
            "needs 'no_such_package', which is not installed",
        ),
    ],
)
def test_whatever_a_scorer_does_is_a_clear_result_of_each_check(scorer, message):
    report = check(scorer)
    assert not report.passed
    exact = next(result for result in report.results if result.check == "check_score_is_the_exact_one")
    assert exact.status == "failed"
    assert re.search(message, exact.message)
    assert len(report.results) == len(check(right).results)


@pytest.mark.parametrize(
    "scorer",
    [
        lambda logits, tokens: None,
        lambda logits, tokens: 1 / 0,
        lambda logits: 0.0,
        lambda logits, tokens: float("nan"),
        lambda logits, tokens: float("-inf"),
        lambda logits, tokens: 0.0,
        lambda logits, tokens: -4.2,
    ],
    ids=["None", "raises", "signature", "NaN", "-inf", "0", "-4.2"],
)
def test_a_scorer_that_never_answers_has_no_known_bug(scorer):
    assert check(scorer).codes == ()


@pytest.mark.parametrize("answer", ["None", "raises", "NaN"])
@pytest.mark.parametrize("interface", ["batch", "labels"])
def test_a_batch_scorer_that_never_answers_has_no_known_bug(interface, answer):
    def scorer(logits, *others):
        if answer == "raises":
            raise RuntimeError("no")
        return None if answer == "None" else np.full(len(logits), np.nan)

    report = check_scorer(scorer, interface=interface, on_fail="return")
    assert not report.passed
    assert report.codes == ()


def test_a_scorer_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(subject_module, "FIRST_PATIENCE", 0.05)
    monkeypatch.setattr(subject_module, "PATIENCE_AFTER_HANG", 0.01)
    release = threading.Event()

    def hangs(logits, tokens):
        release.wait(20)

    first, again = check(hangs), check(hangs)
    release.set()
    assert not first.passed
    assert "did not return within 0.05 s" in first.results[0].message
    assert "did not return within 0.01 s" in first.results[1].message
    assert "did not return within 0.01 s" in again.results[0].message


def test_printing_warning_and_gradients_are_no_failure(capsys):
    def chatty(logits, tokens):
        print("scoring")
        warnings.warn("careful", stacklevel=1)
        return right(logits, tokens)

    assert check(chatty).passed
    torch = pytest.importorskip("torch")

    def differentiable(logits, tokens):
        return torch.log_softmax(logits.requires_grad_(), -1).gather(-1, tokens[:, None]).sum()

    assert check(differentiable, array="torch").passed


def test_the_harness_is_quiet_about_a_model_in_memory(caplog):
    huggingface = pytest.importorskip("lm_eval.models.huggingface")

    def harness(model, tokenizer):
        return huggingface.HFLM(pretrained=model, tokenizer=tokenizer)

    assert check_scorer(harness, interface="lm-eval").passed
    assert caplog.records == []


def test_changed_inputs_are_found():
    def centres_in_place(logits, tokens):
        logits -= logits.max(axis=-1, keepdims=True)
        return right(logits, tokens)

    report = check(centres_in_place)
    failed = [result for result in report.results if result.status == "failed"]
    assert [result.check for result in failed] == ["check_inputs_are_left_unchanged"]
    assert failed[0].message == "the scorer changed its argument logits"


def test_answers_that_change_are_found():
    calls = []

    def drifts(logits, tokens):
        calls.append(None)
        return float(right(logits, tokens)) * (1 + 1e-5 * len(calls))

    assert statuses(check(drifts))["check_same_inputs_give_the_same_score"] == "failed"


def test_expected_failures_leave_the_report_passed():
    def naive(logits, tokens):
        e = np.exp(logits)
        return np.log((e / e.sum(-1, keepdims=True))[np.arange(len(tokens)), tokens]).sum()

    unexpected = {r.check for r in check(naive).results if r.status == "failed"}
    assert unexpected == {
        "check_large_logits_do_not_overflow", "check_improbable_tokens_have_a_finite_score",
        "check_half_and_double_precision_are_accepted",
    } & unexpected  # fmt: skip
    assert {"check_large_logits_do_not_overflow", "check_improbable_tokens_have_a_finite_score"} <= unexpected
    reasons = dict.fromkeys(unexpected, "logits are small here")
    report = check_scorer(naive, interface="logits", expected_failures=reasons)
    assert report.passed
    assert [r.status for r in report.results if r.check in unexpected] == ["xfailed"] * len(unexpected)


def test_an_expected_failure_that_passes_is_said():
    report = check_scorer(
        right, interface="logits", expected_failures={"check_score_is_the_exact_one": "new"}
    )
    assert statuses(report)["check_score_is_the_exact_one"] == "xpassed"
    assert report.passed


def test_a_stale_expected_failure_warns():
    with pytest.warns(
        UserWarning, match="expected_failures names check_of_old, which interface 'logits' does not"
    ):
        check_scorer(right, interface="logits", expected_failures={"check_of_old": "gone"})
    with pytest.warns(UserWarning, match="right: expected_failures names check_of_old") as caught:
        parametrize_with_checks([Scorer(right, "logits", expected_failures={"check_of_old": "gone"})])
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check_scorer(right), "interface: found none, expected one"),
        (
            lambda: check_scorer(right, interface="logit"),
            "interface: found 'logit', expected one of 'logits', ",
        ),
        (lambda: check_scorer(right, interface="logits", returns="bits"), "returns: found 'bits'"),
        (lambda: check_scorer(right, interface="logits", array="list"), "array: found 'list'"),
        (lambda: check_scorer(right, interface="logits", dtype="int8"), "dtype: found 'int8'"),
        (lambda: check_scorer(right, interface="logits", on_fail="ignore"), "on_fail: found 'ignore'"),
        (lambda: check_scorer(3, interface="logits"), "scorer: found a int, expected a function"),
        (
            lambda: check_scorer(right, interface="logits", expected_failures=["check_of_old"]),
            "expected_failures: found a list, expected a mapping from the name of a check to the reason",
        ),
        (
            lambda: check_scorer(Scorer(right, "logits"), interface="batch"),
            "interface: found 'batch', expected none beside a Scorer, which says 'logits'",
        ),
        (
            lambda: check_scorer(Scorer(right, "logits"), returns="nll"),
            "returns: found 'nll', expected none beside a Scorer, which says 'logprob'",
        ),
        (
            lambda: parametrize_with_checks([right]),
            "scorers: found a function, expected Scorer(fn, interface)",
        ),
        (lambda: Scorer(right, "text", boundary="both"), "boundary: found 'both'"),
    ],
)
def test_bad_options_are_one_clear_line(call, message):
    with pytest.raises(SeqScoreInputError) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_missing_library_skips_every_check_and_passes_nothing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    report = check_scorer(right, interface="logits", array="torch", on_fail="return")
    assert not report.passed
    assert set(statuses(report).values()) == {"skipped"}
    assert report.results[0].message == "interface 'logits' needs 'torch', which is not installed"


def test_every_code_marked_for_checks_belongs_to_one():
    claimed = {code for each in all_checks() for code in each.codes}
    assert {code.code for code in CODES.values() if code.check} - claimed == set()
    assert claimed <= set(CODES)


def test_check_names_are_unique_sentences():
    names = [each.name for each in all_checks()]
    assert len(names) == len(set(names))
    assert all(
        name.startswith("check_") and len(each.sentence.split()) >= 4
        for each, name in zip(all_checks(), names, strict=True)
    )


def test_parametrized_checks_are_tests_with_ids(pytester):
    pytester.makepyfile("""
        import numpy as np
        from pytest_seqscore import Scorer, parametrize_with_checks

        def right(logits, tokens):
            x = logits - logits.max(-1, keepdims=True)
            return (x - np.log(np.exp(x).sum(-1, keepdims=True)))[np.arange(len(tokens)), tokens].sum()

        def mean(logits, tokens):
            return right(logits, tokens) / max(len(tokens), 1)

        def naive(logits, tokens):
            e = np.exp(logits)
            return np.log((e / e.sum(-1, keepdims=True))[np.arange(len(tokens)), tokens]).sum()

        @parametrize_with_checks([
            Scorer(right, interface="logits"),
            Scorer(mean, interface="logits"),
            Scorer(naive, interface="logits", expected_failures={"check_large_logits_do_not_overflow":
            "small"}),
        ])
        def test_scorer(scorer, check):
            check(scorer)
    """)
    result = pytester.runpytest_inprocess(
        "-k", "right or exact_one or large_logits", "-rA", "-p", "no:randomly"
    )
    counts = result.parseoutcomes()
    assert counts["failed"] == 2
    assert counts["xfailed"] == 1
    lines = result.outlines
    assert any(line.startswith("FAILED") and "[mean-check_score_is_the_exact_one]" in line for line in lines)
    assert any("SEQ401 mean-for-sum" in line for line in lines if line.startswith("SEQ401"))
    assert any(line.startswith("PASSED") and "[right-check_score_is_the_exact_one]" in line for line in lines)


def test_list_of_checks(pytester):
    result = pytester.runpytest_subprocess("--seqscore-list-checks")
    assert result.ret == 0
    listed = [line.split()[0] for line in result.outlines if line.startswith("check_")]
    assert listed == [each.name for each in all_checks()]
