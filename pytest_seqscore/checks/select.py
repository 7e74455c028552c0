"""Checks of the second step: the chosen token's entry of each distribution."""

from __future__ import annotations

from pytest_seqscore.checks.registry import ARRAYS, CLIENTS, check
from pytest_seqscore.checks.subject import Subject


@check(*ARRAYS, codes=("SEQ104", "SEQ205"))
def check_vocabulary_axis_is_told_from_the_time_axis(subject: Subject) -> None:
    """As many positions as tokens, so that a wrong axis raises no error."""
    subject.expect(subject.trials("square"))


@check("text", codes=("SEQ111", "SEQ112", "SEQ207", "SEQ110"))
def check_what_the_model_would_say_itself_is_scored_alike(subject: Subject) -> None:
    """The completion is the model's own greedy text, the one case that generation can score."""
    subject.expect(subject.trials("greedy"))


@check("batch-text", codes=("SEQ208",))
def check_single_tokens_are_read_at_the_last_real_position(subject: Subject) -> None:
    subject.expect(subject.trials("single"))


@check(*CLIENTS, codes=("SEQ213",))
def check_tokens_outside_the_top_are_scored(subject: Subject) -> None:
    """A server whose top log-probs leave out the actual token where it is not among them."""
    subject.expect(subject.trials("outside_top"))


@check(*CLIENTS, codes=("SEQ212",))
def check_tokens_with_the_same_text_are_told_apart(subject: Subject) -> None:
    subject.expect(subject.trials("same_text"))
