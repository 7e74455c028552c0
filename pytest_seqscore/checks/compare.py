"""Checks of the last step: scores are compared."""

from __future__ import annotations

from pytest_seqscore.checks.registry import check
from pytest_seqscore.checks.subject import Subject


@check(
    "rank",
    codes=(
        "SEQ101", "SEQ207", "SEQ209", "SEQ301", "SEQ401", "SEQ402", "SEQ404", "SEQ405", "SEQ406", "SEQ407", "SEQ418", "SEQ422",
        "SEQ501", "SEQ503",
    ),
)  # fmt: skip
def check_the_most_likely_completion_wins(subject: Subject) -> None:
    """Candidates of different lengths, so that each wrong score prefers another one."""
    subject.expect_ranks(subject.trials("ordinary"))


@check("rank", codes=("SEQ603", "SEQ605"))
def check_long_completions_can_win(subject: Subject) -> None:
    """Completions whose probabilities are 0 in every float dtype are still told apart."""
    subject.expect_ranks(subject.trials("long"))


@check("rank", codes=("SEQ501", "SEQ503"))
def check_order_of_the_candidates_does_not_matter(subject: Subject) -> None:
    subject.expect_ranks(subject.trials("permuted"))


@check("lm-eval", codes=("SEQ505",))
def check_greedy_flag_says_whether_every_token_is_the_likeliest(subject: Subject) -> None:
    subject.expect_greedy(subject.trials("greedy"))
