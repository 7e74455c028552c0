"""Run the checks on a scorer: all at once, or one a pytest item."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pytest_seqscore.checks.registry import Check, all_checks
from pytest_seqscore.checks.report import CheckReport, CheckResult, Failure, SeqScoreCheckError, Skip
from pytest_seqscore.checks.scorer import Scorer
from pytest_seqscore.checks.subject import Subject
from pytest_seqscore.errors import SeqScoreInputError
from seqscore_lint.codes import CODES

if TYPE_CHECKING:
    import pytest

    from pytest_seqscore.diagnosis.report import DiagnosisReport

WIDTH = 80


def check_scorer(
    scorer: Callable[..., Any] | Scorer,
    *,
    interface: str | None = None,
    returns: str = "logprob",
    array: str = "numpy",
    dtype: str = "float32",
    expected_failures: Mapping[str, str] | None = None,
    on_fail: Literal["raise", "warn", "return"] = "raise",
) -> CheckReport:
    """Run every check of the interface on ``scorer``; none stops the others.

    Args:
        scorer: a function, or a ``Scorer``, which says all the rest itself.
        interface, returns, array, dtype: as for ``Scorer``.
        expected_failures: name of a check → why it fails. Such failures leave ``passed`` True.
        on_fail: raise or warn about failures, or leave them to the caller.

    Returns:
        What each check found, and the codes of the bugs that explain the failures.

    Raises:
        SeqScoreInputError: an unknown interface or option.
        SeqScoreCheckError: a check failed and ``on_fail`` is "raise".
    """
    if on_fail not in ("raise", "warn", "return"):
        raise SeqScoreInputError(f"on_fail: found {on_fail!r}, expected 'raise', 'warn' or 'return'")
    options: dict[str, Any] = {"interface": interface, "returns": returns, "array": array, "dtype": dtype}
    options["expected_failures"] = expected_failures or None
    if isinstance(scorer, Scorer):
        defaults = {name: p.default for name, p in inspect.signature(check_scorer).parameters.items()}
        for name, value in options.items():
            own = getattr(scorer, name)
            if value not in (defaults[name], own):
                found = f"{name}: found {value!r:.60}"
                raise SeqScoreInputError(f"{found}, expected none beside a Scorer, which says {own!r:.60}")
    elif interface is None:
        raise SeqScoreInputError("interface: found none, expected one, as the scorer is a plain function")
    else:
        scorer = Scorer(scorer, **options | {"expected_failures": expected_failures or {}})
    checks = _checks_of(scorer)
    results = []
    failures: list[Failure] = []
    try:
        subject = Subject(scorer)
    except Skip as skip:
        results = [CheckResult(check.name, "skipped", (), str(skip)) for check in checks]
        checks = []
    for check in checks:
        result, failure = _run(check, subject)
        results.append(_expected(result, scorer.expected_failures))
        if failure is not None and results[-1].status == "failed":
            failures.append(failure)
    report = CheckReport.of(results)
    if failures and on_fail != "return":
        message = _summary(scorer, report)
        if on_fail == "raise":
            diagnosis = next(
                (failure.diagnosis for failure in failures if failure.diagnosis is not None), None
            )
            raise SeqScoreCheckError(message, report.codes, diagnosis, report)
        warnings.warn(message, stacklevel=2)
    return report


def parametrize_with_checks(scorers: Iterable[Scorer]) -> pytest.MarkDecorator:
    """Decorate ``def test_x(scorer, check): check(scorer)``: one test for each scorer and check.

    Ids are ``function-check_name``, for ``-k``. Expected failures become xfail.
    """
    import pytest

    parameters = []
    for scorer in scorers:
        if not isinstance(scorer, Scorer):
            raise SeqScoreInputError(
                f"scorers: found a {type(scorer).__name__}, expected Scorer(fn, interface)"
            )
        for check in _checks_of(scorer):
            reason = scorer.expected_failures.get(check.name)
            marks = [] if reason is None else [pytest.mark.xfail(reason=reason, strict=False)]
            name = f"{scorer.name}-{check.name}"
            parameters.append(pytest.param(scorer, BoundCheck(check), id=name, marks=marks))
    return pytest.mark.parametrize(("scorer", "check"), parameters)


class BoundCheck:
    """A check as a test calls it: ``check(scorer)``."""

    def __init__(self, check: Check) -> None:
        self.name = check.name
        self._check = check

    def __call__(self, scorer: Scorer) -> None:
        """Raises ``SeqScoreCheckError`` where the scorer fails; skips where the check does not apply."""
        __tracebackhide__ = True
        try:
            result, failure = _run(self._check, Subject(scorer))
        except Skip as skip:
            result, failure = CheckResult(self.name, "skipped", (), str(skip)), None
        if result.status == "skipped":
            import pytest

            pytest.skip(result.message)
        if failure is not None:
            text = f"{_first_line(self._check, failure)}\n\n{scorer.name}: {result.message}"
            raise SeqScoreCheckError(
                text + _reasons(scorer, failure.codes, failure.diagnosis), failure.codes, failure.diagnosis
            )

    def __repr__(self) -> str:
        return self.name


def _checks_of(scorer: Scorer) -> list[Check]:
    checks = [check for check in all_checks() if scorer.interface in check.interfaces]
    stale = sorted(set(scorer.expected_failures) - {check.name for check in checks})
    if stale:
        warnings.warn(
            f"{scorer.name}: expected_failures names {', '.join(stale)}, which interface "
            f"{scorer.interface!r} does not have",
            stacklevel=3,
        )
    return checks


def _run(check: Check, subject: Subject) -> tuple[CheckResult, Failure | None]:
    try:
        check.run(subject)
    except Skip as skip:
        return CheckResult(check.name, "skipped", (), str(skip)), None
    except Failure as failure:
        return CheckResult(check.name, "failed", failure.codes, failure.message), failure
    return CheckResult(check.name, "passed"), None


def _expected(result: CheckResult, expected_failures: Mapping[str, str]) -> CheckResult:
    if result.check not in expected_failures or result.status not in ("failed", "passed"):
        return result
    if result.status == "failed":
        return result._replace(
            status="xfailed", message=f"{expected_failures[result.check]} ({result.message})"
        )
    return result._replace(status="xpassed", message=f"expected to fail: {expected_failures[result.check]}")


def _label(codes: tuple[str, ...]) -> str:
    return " + ".join(f"{code} {CODES[code].slug}" for code in codes)


def _first_line(check: Check, failure: Failure) -> str:
    codes = failure.codes[:1]
    said = failure.message
    if failure.diagnosis is not None and failure.diagnosis.matches:
        codes, said = failure.diagnosis.matches[0].codes, failure.diagnosis.matches[0].headline or said
    line = f"{_label(codes)}: {said}" if codes else f"{check.sentence}: {said}"
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def _summary(scorer: Scorer, report: CheckReport) -> str:
    failed = [result for result in report.results if result.status == "failed"]
    known = f"{_label(report.codes[:1])}: " if report.codes else ""
    line = f"{known}{scorer.name} fails {len(failed)} of {len(report.results)} checks"
    lines = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…", ""]
    for result in failed:
        codes = f" [{' '.join(result.codes)}]" if result.codes else ""
        lines.append(f"{result.check}: {result.message}{codes}")
    if report.codes:
        lines += ["", *(f"{code} {CODES[code].slug}: {CODES[code].title}" for code in report.codes)]
    return "\n".join(lines) + _reasons(scorer, report.codes, None)


def _reasons(scorer: Scorer, codes: tuple[str, ...], diagnosis: DiagnosisReport | None) -> str:
    """The formulas that explain the number, and what the linter finds in the scorer's source."""
    from pytest_seqscore.diagnosis.source import findings

    matches = diagnosis.matches[:3] if diagnosis is not None else ()
    lines = [f"{_label(match.codes)}: {match.formula}\n    {match.fix}" for match in matches]
    lines += [f"in the source, {finding}" for finding in findings(scorer.fn, codes)]
    return "".join(f"\n\n{line}" for line in lines)
