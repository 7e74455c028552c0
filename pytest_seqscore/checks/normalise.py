"""Checks of the first step: logits become log-probabilities over the vocabulary."""

from __future__ import annotations

import numpy as np

from pytest_seqscore.checks.registry import ARRAYS, NUMBERS, check
from pytest_seqscore.checks.report import Failure
from pytest_seqscore.checks.subject import Subject
from pytest_seqscore.checks.truth import to_logprob

WRONG_NORMALISER = ("SEQ101", "SEQ102", "SEQ103", "SEQ104", "SEQ106", "SEQ107", "SEQ108", "SEQ109", "SEQ110")


@check(
    *NUMBERS,
    "perplexity",
    codes=(
        *WRONG_NORMALISER,
        "SEQ111", "SEQ112", "SEQ201", "SEQ202", "SEQ203", "SEQ204", "SEQ206", "SEQ207", "SEQ209", "SEQ211",
        "SEQ301", "SEQ302", "SEQ303", "SEQ305", "SEQ306", "SEQ307", "SEQ309", "SEQ310", "SEQ311", "SEQ314",
        "SEQ316", "SEQ401", "SEQ402", "SEQ403", "SEQ404", "SEQ405", "SEQ406", "SEQ407", "SEQ409", "SEQ410",
        "SEQ411", "SEQ412", "SEQ413", "SEQ416", "SEQ417", "SEQ418", "SEQ419", "SEQ420", "SEQ421", "SEQ422",
        "SEQ604", "SEQ607",
    ),
)  # fmt: skip
def check_score_is_the_exact_one(subject: Subject) -> None:
    """Ordinary sequences of several lengths get the score that the toy model's arithmetic gives."""
    subject.expect(subject.trials("ordinary"))


@check("logits", codes=WRONG_NORMALISER)
def check_probabilities_of_all_continuations_sum_to_one(subject: Subject) -> None:
    trials = subject.trials("continuations")
    scores = [to_logprob(subject.score(trial)[0], 2, subject.returns) for trial in trials]
    with np.errstate(over="ignore"):
        total = float(np.exp(np.array(scores)).sum())
    if not subject.agree(total, 1.0):
        answers = [(trial, *subject.score(trial)) for trial in trials[1:4]]
        raise Failure(
            f"the probabilities of all continuations sum to {total:.6g}, expected 1", subject.explain(answers)
        )


@check(*ARRAYS, codes=WRONG_NORMALISER)
def check_adding_a_constant_to_the_logits_changes_nothing(subject: Subject) -> None:
    """Small constants only; ``check_large_logits_do_not_overflow`` adds large ones."""
    for trial in subject.trials("offset")[:2]:
        subject.expect([trial])


@check(*ARRAYS, codes=WRONG_NORMALISER)
def check_scaled_logits_give_the_score_of_another_temperature(subject: Subject) -> None:
    subject.expect(subject.trials("scaled"))


@check(*NUMBERS, codes=("SEQ108", "SEQ601", "SEQ606"))
def check_tokens_of_probability_zero_elsewhere_do_no_harm(subject: Subject) -> None:
    """Logits of -inf for tokens that do not occur, as a masked vocabulary has them."""
    subject.expect(subject.trials("forbidden"))
