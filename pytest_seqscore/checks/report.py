"""What the checks found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pytest_seqscore.errors import SeqScoreAssertionError

if TYPE_CHECKING:
    from pytest_seqscore.diagnosis.report import DiagnosisReport


class CheckResult(NamedTuple):
    """The outcome of one check."""

    check: str
    status: str
    """``passed``, ``failed``, ``skipped``, ``xfailed`` or ``xpassed``."""
    codes: tuple[str, ...] = ()
    """The bugs that explain the failure, empty where none is known to."""
    message: str = ""


class CheckReport(NamedTuple):
    """The outcome of all checks of a scorer."""

    passed: bool
    """No check failed that was expected to pass, and at least one ran."""
    results: tuple[CheckResult, ...]
    codes: tuple[str, ...]
    """The bugs that explain the failures, the one that explains most first."""

    @classmethod
    def of(cls, results: list[CheckResult]) -> CheckReport:
        """Sum up the results of single checks."""
        failed = [result for result in results if result.status == "failed"]
        votes = Counter(code for result in failed for code in result.codes)
        ran = any(result.status != "skipped" for result in results)
        return cls(ran and not failed, tuple(results), tuple(code for code, _ in votes.most_common()))


class Failure(Exception):
    """A scorer lacks a property: why, and which known bugs explain it."""

    def __init__(
        self, message: str, codes: tuple[str, ...] = (), diagnosis: DiagnosisReport | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.codes = codes
        self.diagnosis = diagnosis


class Skip(Exception):
    """A check that says nothing about this scorer, and why."""


class SeqScoreCheckError(SeqScoreAssertionError):
    """A scorer failed conformance checks. The first line is the diagnosis; ``codes`` are the bugs' codes."""

    def __init__(
        self,
        message: str,
        codes: tuple[str, ...],
        diagnosis: DiagnosisReport | None,
        report: CheckReport | None = None,
    ) -> None:
        super().__init__(message, diagnosis)
        self.codes = codes
        self.report = report
