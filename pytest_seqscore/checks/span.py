"""Checks of the third step: which tokens count."""

from __future__ import annotations

import numpy as np

from pytest_seqscore.checks.registry import ARRAYS, CLIENTS, NUMBERS, PAIRS, check
from pytest_seqscore.checks.report import Failure, Skip
from pytest_seqscore.checks.subject import Subject


@check(*NUMBERS, codes=("SEQ317",))
def check_token_zero_is_a_token_like_others(subject: Subject) -> None:
    subject.expect(subject.trials("zero"))


@check("batch", "batch-text", codes=("SEQ304",))
def check_eos_counts_where_it_is_also_padding(subject: Subject) -> None:
    subject.expect(subject.trials("eos_padded"))


@check("labels", "batch", codes=("SEQ302", "SEQ303", "SEQ210"))
def check_unscored_positions_do_not_matter(subject: Subject) -> None:
    """The same batch with other logits under padding and prompt gets the same scores."""
    for one, other in subject.trials("noise"):
        before, after = subject.score(one)[0], subject.score(other)[0]
        if not subject.agree(before, after):
            codes = subject.explain([(one, *subject.score(one)), (other, *subject.score(other))])
            raise Failure("other logits where nothing is scored change the scores", codes)


@check("labels", "batch", "batch-text", codes=("SEQ302", "SEQ303", "SEQ314", "SEQ408"))
def check_score_does_not_depend_on_the_rest_of_the_batch(subject: Subject) -> None:
    """A sequence alone scores as it does among longer ones."""
    for batch, alone in subject.trials("mates"):
        together, single = subject.score(batch)[0], subject.score(alone)[0]
        if not subject.agree(together[:1], single):
            codes = subject.explain([(batch, *subject.score(batch))])
            raise Failure(
                f"the first sequence scores {together[0]:.6g} in a batch, {single[0]:.6g} alone", codes
            )


@check("batch", "batch-text", codes=("SEQ302", "SEQ314", "SEQ315"))
def check_left_padding_changes_nothing(subject: Subject) -> None:
    """A scorer made for right padding alone is no failure: it is skipped, and the report says so."""
    trials = subject.trials("left_padded")
    try:
        subject.expect(trials)
    except Failure as failure:
        if subject.wrong(subject.trials("ordinary")[0]):
            raise
        codes = "".join(f" ({code})" for code in failure.codes)
        raise Skip(f"right for right padding; on left padding {failure.message}{codes}") from None


@check(*PAIRS, codes=("SEQ312", "SEQ305"))
def check_tokens_across_the_boundary_belong_to_the_completion(subject: Subject) -> None:
    """Prompt and completion are one text: a token that reaches beyond the prompt is scored."""
    subject.expect(subject.trials("merged"))


@check(*CLIENTS, codes=("SEQ311",))
def check_a_first_token_without_score_is_left_out(subject: Subject) -> None:
    """The first token's log-prob is null; a scorer that raises on it is at least not silently wrong."""
    trials = subject.trials("unscored_first")
    try:
        subject.expect(trials)
    except Failure as failure:
        if isinstance(failure.__cause__, TypeError):
            raise Skip(failure.message) from None
        raise


@check("lm-eval", codes=("SEQ305", "SEQ310"))
def check_rolling_score_counts_every_token_once(subject: Subject) -> None:
    """The harness's own windows double the BOS of a tokenizer that adds one: that is said, not failed."""
    try:
        subject.expect(subject.trials("rolling"))
    except Failure as failure:
        if failure.codes == ("SEQ309",):
            raise Skip(f"BOS twice, as in the harness itself (SEQ309): {failure.message}") from None
        raise


@check(*ARRAYS, *PAIRS, codes=("SEQ611",))
def check_empty_completion_is_certain(subject: Subject) -> None:
    """Nothing to score has log-probability 0; a mean of nothing is an error, or stays in its row."""
    for trial in subject.trials("empty"):
        right = trial.truth.values(subject.returns)
        sums = subject.returns in ("logprob", "nll")
        try:
            values, _ = subject.score(trial)
        except Failure as failure:
            if sums or right.ndim or isinstance(failure.__cause__, ZeroDivisionError):
                raise Failure(f"{trial.name}: {failure.message}", _if_only_here(subject)) from None
            return
        if right.ndim == 0 and not sums:
            if np.isfinite(values) and abs(float(values)) > 1.0:
                raise Failure(f"{trial.name}: got {float(values):.6g} as the mean of no tokens")
            return
        counts = trial.truth.counts()
        full = np.isfinite(values) if sums else np.isfinite(values) | (counts == 0)
        if not full.all():
            message = f"{trial.name}: got {values}, which is no number for rows with tokens"
            raise Failure(message, _if_only_here(subject))
        rows = counts > (-1 if sums else 0)
        if not subject.agree(values[rows], right[rows]):
            raise Failure(f"{trial.name}: got {values}, expected {right}")


def _if_only_here(subject: Subject) -> tuple[str, ...]:
    return ("SEQ611",) if subject.answers else ()
