"""Conformance checks: one property each, for any function that scores sequences."""

from __future__ import annotations

from pytest_seqscore.checks.registry import Check, all_checks, describe_checks
from pytest_seqscore.checks.report import CheckReport, CheckResult, SeqScoreCheckError
from pytest_seqscore.checks.runner import check_scorer, parametrize_with_checks
from pytest_seqscore.checks.scorer import Scorer

__all__ = [
    "Check",
    "CheckReport",
    "CheckResult",
    "Scorer",
    "SeqScoreCheckError",
    "all_checks",
    "check_scorer",
    "describe_checks",
    "parametrize_with_checks",
]
