"""The exceptions that users catch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_seqscore.diagnosis.report import DiagnosisReport


class SeqScoreInputError(ValueError):
    """An argument that cannot be scored: names the argument, what was found and what was expected."""


class SeqScoreAssertionError(AssertionError):
    """A wrong score. Its first line is the diagnosis; ``diagnosis`` holds the whole report."""

    def __init__(self, message: str, diagnosis: DiagnosisReport | None = None) -> None:
        super().__init__(message)
        self.diagnosis = diagnosis
