"""Checks of the last step: scores are compared."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING

from pytest_seqscore.checks.registry import check
from pytest_seqscore.checks.report import Failure
from pytest_seqscore.checks.subject import Subject

if TYPE_CHECKING:
    from pytest_seqscore.checks.interfaces.ranking import RankTrial


@check(
    "rank",
    codes=(
        "SEQ101", "SEQ207", "SEQ209", "SEQ301", "SEQ401", "SEQ402", "SEQ404", "SEQ405", "SEQ406", "SEQ407",
        "SEQ418", "SEQ422", "SEQ501", "SEQ503",
    ),
)  # fmt: skip
def check_the_most_likely_completion_wins(subject: Subject) -> None:
    """Candidates of different lengths, so that each wrong score prefers another one."""
    _expect_ranks(subject, subject.trials("ordinary"))


@check("rank", codes=("SEQ603", "SEQ605"))
def check_long_completions_can_win(subject: Subject) -> None:
    """Completions whose probabilities are 0 in every float dtype are still told apart."""
    _expect_ranks(subject, subject.trials("long"))


@check("rank", codes=("SEQ503",))
def check_order_of_the_candidates_does_not_matter(subject: Subject) -> None:
    """The same completion wins when the list is reversed."""
    for forward, reverse in subject.trials("permuted"):
        arguments = forward.arguments()
        first, second = _index(subject.call(*arguments)), _index(subject.call(*reverse.arguments()))
        last = len(arguments[-1]) - 1
        if first != last - second:
            raise Failure(f"{forward.name}: picked {first}, and {last - second} of the reversed list")


@check("lm-eval", codes=("SEQ505",))
def check_greedy_flag_says_whether_every_token_is_the_likeliest(subject: Subject) -> None:
    for trial, flags in subject.trials("greedy"):
        answers = subject.call(*trial.arguments(), "flags")
        if answers != flags:
            raise Failure(f"is-greedy flags are {answers}, expected {flags}", ("SEQ505",))


def _expect_ranks(subject: Subject, trials: list[RankTrial]) -> None:
    """Codes are those whose preferences the scorer shares in every trial."""
    picks = [_index(subject.call(*trial.arguments())) for trial in trials]
    wrong = [(trial, pick) for trial, pick in zip(trials, picks, strict=True) if pick != trial.best]
    if not wrong:
        return
    bugs = [code for code, _ in trials[0].picks]
    shared = [
        code
        for k, code in enumerate(bugs)
        if all(trial.picks[k][1] == pick for trial, pick in zip(trials, picks, strict=True))
    ]
    trial, pick = wrong[0]
    raise Failure(f"{trial.name}: picked {pick}, expected {trial.best}", tuple(dict.fromkeys(shared)))


def _index(result: object) -> int:
    item = result.item() if hasattr(result, "item") else result
    if isinstance(item, bool) or not isinstance(item, numbers.Integral):
        raise Failure(
            f"the scorer returned {type(result).__name__} {result!r:.40}, expected the index of a completion"
        )
    return int(item)
