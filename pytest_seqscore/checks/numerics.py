"""Checks that the right formula is computed safely."""

from __future__ import annotations

import numpy as np

from pytest_seqscore.checks.registry import ARRAYS, NUMBERS, check
from pytest_seqscore.checks.report import Failure, Skip
from pytest_seqscore.checks.subject import Subject

HALF_SUM = "bfloat16 sum"
"""The coarsest arithmetic that is still one: additions too in bfloat16."""


@check(*ARRAYS, "text", "batch-text", codes=("SEQ601",))
def check_large_logits_do_not_overflow(subject: Subject) -> None:
    """Logits moved by 1000: exp(1000) and exp(-1000) are out of every float's range, their softmax is not."""
    _expect_finite(subject, "offset", "SEQ601")


@check(*ARRAYS, "text", "batch-text", codes=("SEQ602",))
def check_improbable_tokens_have_a_finite_score(subject: Subject) -> None:
    """A log-probability of -1000 is a number, although its probability is 0 in every float dtype."""
    overflows = any(not np.isfinite(subject.score(trial)[0]).all() for trial in subject.trials("offset"))
    _expect_finite(subject, "improbable", "SEQ601" if overflows else "SEQ602")


@check("batch", "labels", codes=("SEQ606",))
def check_masked_infinities_do_not_leak(subject: Subject) -> None:
    """0 times -inf is NaN: what does not count has to be replaced, not multiplied."""
    (trial,) = subject.trials("masked_infinities")
    try:
        subject.expect([trial])
    except Failure as failure:
        leaked = subject.answers and np.isnan(subject.score(trial)[0]).any()
        raise Failure(failure.message, ("SEQ606",) if leaked else failure.codes) from None


@check(*ARRAYS, codes=("SEQ607",))
def check_half_and_double_precision_are_accepted(subject: Subject) -> None:
    """Logits in other dtypes get the score to the precision that they have."""
    for trial in subject.trials("dtypes"):
        try:
            values, dtype = subject.score(trial)
        except Failure as failure:
            raise Skip(f"{trial.name}: {failure.message}") from None
        if not np.isfinite(values).all():
            raise Failure(f"{trial.name}: got {values}")
        allowed = HALF_SUM if dtype in ("float16", "bfloat16") else dtype
        if not trial.truth.right(values, subject.returns, allowed):
            raise Failure(
                f"{trial.name}: got {values}, expected {trial.truth.values(subject.returns)}",
                subject.explain([(trial, values, dtype)]),
            )


@check(*NUMBERS, "perplexity", codes=("SEQ609",))
def check_a_huge_perplexity_is_infinite(subject: Subject) -> None:
    """exp(1000) is inf, not an error."""
    if subject.returns != "perplexity":
        raise Skip("the scorer returns no perplexity")
    (trial,) = subject.trials("huge")
    try:
        values, _ = subject.score(trial)
    except Failure as failure:
        overflow = isinstance(failure.__cause__, OverflowError)
        raise Failure(f"{trial.name}: {failure.message}", ("SEQ609",) if overflow else ()) from None
    if not (values > 1e30).all():
        raise Failure(f"{trial.name}: got {values}, expected inf")


def _expect_finite(subject: Subject, kind: str, code: str) -> None:
    """As ``expect``; a result that is no finite number, unlike ordinary ones, is this code."""
    for trial in subject.trials(kind):
        values = subject.score(trial)[0]
        try:
            subject.expect([trial])
        except Failure as failure:
            if np.isfinite(values).all():
                raise
            raise Failure(failure.message, (code,) if subject.answers else ()) from None
