"""Checks of the fourth step: one number from many tokens."""

from __future__ import annotations

from pytest_seqscore.checks.registry import NUMBERS, check
from pytest_seqscore.checks.report import Failure
from pytest_seqscore.checks.subject import Subject, WrongShape
from pytest_seqscore.checks.truth import to_logprob


@check("logits", "text", codes=("SEQ401", "SEQ404", "SEQ405", "SEQ406", "SEQ407"))
def check_score_of_a_sequence_is_that_of_its_parts(subject: Subject) -> None:
    """The chain rule: log p(ab) = log p(a) + log p(b | a)."""
    for trials in subject.trials("halves"):
        answers = [(trial, *subject.score(trial)) for trial in trials]
        whole, first, rest = (
            float(to_logprob(values, trial.truth.counts(), subject.returns)) for trial, values, _ in answers
        )
        if not subject.agree(whole, first + rest):
            codes = subject.explain([answer for answer in answers if subject.wrong(answer[0])])
            raise Failure(f"the whole scores {whole:.6g}, its parts {first:.6g} and {rest:.6g}", codes)


@check("batch", "labels", "batch-text", codes=("SEQ408",))
def check_every_sequence_of_a_batch_has_its_own_score(subject: Subject) -> None:
    for trial in subject.trials("ordinary"):
        try:
            subject.score(trial)
        except WrongShape as failure:  # noqa: PERF203
            merged = failure.values.size == 1
            raise Failure(failure.message, ("SEQ408",) if merged else ()) from None


@check("batch", "labels", codes=("SEQ408",))
def check_order_of_the_batch_does_not_matter(subject: Subject) -> None:
    for batch, reverse in subject.trials("permuted"):
        one, other = subject.score(batch)[0], subject.score(reverse)[0]
        if not subject.agree(one, other[::-1]):
            codes = subject.explain([(batch, *subject.score(batch)), (reverse, *subject.score(reverse))])
            raise Failure("sequences score differently when the batch is reversed", codes)


@check(*NUMBERS, "perplexity", codes=("SEQ603", "SEQ607"))
def check_long_sequences_do_not_underflow(subject: Subject) -> None:
    """A product of hundreds of probabilities is 0 in every float dtype; a sum of their logarithms is fine."""
    trials = subject.trials("long")
    try:
        subject.expect(trials)
    except Failure as failure:
        if not failure.codes and not subject.wrong(subject.trials("ordinary")[0]):
            raise Failure(failure.message, ("SEQ603",)) from None
        raise
