"""Step 3 done wrong: which tokens count."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis.evidence import Evidence
from pytest_seqscore.diagnosis.pipeline import AVERAGES, HIGH, LOW, MEDIUM, VERY_HIGH, Bug, Change, Context

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

PROMPT = Bug(
    "SEQ301",
    "got the prompt scored too, expected the completion",
    "{label} and the {n} tokens of the completion",
    "score from the first token after the prompt on",
    VERY_HIGH,
)
PADDING = Bug(
    "SEQ302",
    "got padding tokens scored too, expected {n} tokens",
    "the {n} tokens and the padding",
    "multiply by the mask of the targets, or give padding the label -100",
    VERY_HIGH,
)
PADDED_LENGTH = Bug(
    "SEQ303",
    "got padding in the length, expected {n} tokens",
    "Σ log p / ({label})",
    "divide by mask.sum(-1), not by the padded length",
    HIGH,
    "rows of different length",
)
END_AS_PADDING = Bug(
    "SEQ304",
    "got EOS left out as padding, expected it scored",
    "tokens whose id is {label} left out",
    "mask by attention_mask or lengths, not by token == pad_token_id",
    VERY_HIGH,
    "a text that does not end in the padding token",
)
FIRST_DROPPED = Bug(
    "SEQ305",
    "got the first {label} missing, expected {n} tokens",
    "Σ log p without the first {label}",
    "the first token of the completion sits at prompt_length - 1 of the shifted scores",
    HIGH,
    "a completion of other tokens at its ends",
)
LAST_DROPPED = Bug(
    "SEQ306",
    "got the last {label} missing, expected {n} tokens",
    "Σ log p without the last {label}",
    "score up to and with the last token (EOS too, if it is part of the text)",
    HIGH,
    "a completion of other tokens at its ends",
)
INVERTED = Bug(
    "SEQ307",
    "got the tokens the mask drops, expected the kept",
    "Σ log p over the tokens that should not count",
    "invert the mask: keep = labels != ignore_index",
    LOW,
    "a longer completion",
)
NONE_AS_ZERO = Bug(
    "SEQ311",
    "got 0 for the first token, expected it left out",
    "Σ log p with 0 for the first token",
    "skip None and lower the number of tokens; None is not probability 1",
    HIGH,
    "a mean in place of a sum",
)
AFTER_END = Bug(
    "SEQ316",
    "got tokens after the end too, expected {n} tokens",
    "the {n} tokens and those after the end",
    "cut at the first EOS, that token included",
    MEDIUM,
)


def and_prompt(how: str, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    prompt = evidence.prompt & evidence.predicted
    if how != "the whole prompt with padding":
        prompt &= ~evidence.left_padding & (evidence.allowed | (evidence.problem.prompt_length == 0)[:, None])
    if how == "the prompt's last token":
        prompt &= np.cumsum(prompt[:, ::-1], axis=-1)[:, ::-1] == 1
    if how == "the prompt but its first token":
        prompt &= np.cumsum(evidence.prompt, axis=-1) > 1
    return counted | prompt, None


def and_padding(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return counted | (evidence.padding & evidence.predicted), None


def and_masked(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """Everything that the mask or ``ignore_index`` takes out, prompt or padding."""
    return counted | (~evidence.allowed & evidence.predicted), None


def and_after(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """Padding on the right only."""
    return counted | (evidence.padding & evidence.predicted & (np.cumsum(evidence.scored, axis=-1) > 0)), None


def without_ids(token: int, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return counted & (evidence.tokens != token), None


def drop_first(count: int, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return counted & (np.cumsum(counted, axis=-1) > count), None


def drop_last(count: int, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return counted & (np.cumsum(counted[:, ::-1], axis=-1)[:, ::-1] > count), None


def inverted(within: str, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    out = ~counted & evidence.predicted
    return (out & ~evidence.prompt if within == "completion" else out), None


def first_as_zero(evidence: Evidence, counted: Bools) -> tuple[Bools, Bools]:
    """The token without a prediction counts 0; where every token has one, the first."""
    zero = np.zeros_like(counted)
    if not evidence.predicted[:, 0].all():
        zero[:, 0] = evidence.allowed[:, 0] & ~evidence.prompt[:, 0]
    else:
        zero = counted & (np.cumsum(counted, axis=-1) == 1)
    return counted | zero, zero


def and_padding_length(evidence: Evidence, length: Floats) -> Floats:
    return np.asarray(length + np.count_nonzero(evidence.padding & evidence.predicted, axis=-1))


def predicted_length(evidence: Evidence, length: Floats) -> Floats:
    return np.asarray(evidence.predicted.sum(-1), np.float64)


def whole_length(evidence: Evidence, length: Floats) -> Floats:
    return np.full_like(length, evidence.T)


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every way to count the wrong tokens that these inputs admit."""
    counts = evidence.scored.sum(-1)
    if (evidence.prompt & evidence.predicted).any():
        yield Change(PROMPT, "the prompt", span=partial(and_prompt, "the prompt"))
        yield Change(
            PROMPT, "the prompt's last token", 0.3, span=partial(and_prompt, "the prompt's last token")
        )
        yield Change(
            PROMPT,
            "the prompt but its first token",
            0.2,
            span=partial(and_prompt, "the prompt but its first token"),
        )
        yield Change(
            PROMPT,
            "the whole prompt with padding",
            0.1,
            span=partial(and_prompt, "the whole prompt with padding"),
        )
    if (evidence.padding & evidence.predicted).any():
        yield Change(PADDING, span=and_padding)
        yield Change(PADDING, "", 0.3, span=and_masked)
        yield Change(AFTER_END, span=and_after)
        if context.quantity in AVERAGES:
            yield Change(PADDED_LENGTH, "padded length", length=and_padding_length)
    if context.quantity in AVERAGES and not evidence.allowed.all():
        yield Change(PADDED_LENGTH, "all predicted positions", 0.5, length=predicted_length)
        yield Change(PADDED_LENGTH, "all positions", 0.3, length=whole_length)
    for token in _end_ids(evidence):
        yield Change(END_AS_PADDING, str(token), span=partial(without_ids, token))
    for count in (1, 2, 3):
        if (counts > count).all():
            label = "token" if count == 1 else f"{count} tokens"
            yield Change(FIRST_DROPPED, label, 0.5**count * 2, span=partial(drop_first, count))
            yield Change(LAST_DROPPED, label, 0.5**count * 2, span=partial(drop_last, count))
    if not evidence.scored.all():
        yield Change(INVERTED, span=partial(inverted, "all"))
        yield Change(INVERTED, "", 0.5, span=partial(inverted, "completion"))
    yield Change(NONE_AS_ZERO, span=first_as_zero)


def _end_ids(evidence: Evidence) -> list[int]:
    """Ids that may be EOS and padding at once: the padding's, if scored tokens carry it too.

    Without padding in sight: the last token's, if it also ends something earlier in the text.
    """
    if evidence.problem.tokens is None:
        return []
    scored = evidence.tokens[evidence.scored]
    if evidence.padding.any():
        pads = np.unique(evidence.problem.tokens[evidence.padding])
        return [int(token) for token in pads if (scored == token).any()]
    lasts = {
        int(evidence.tokens[b, np.flatnonzero(row)[-1]]) for b, row in enumerate(evidence.scored) if row.any()
    }
    return [token for token in lasts if len(lasts) == 1 and np.count_nonzero(scored == token) > evidence.B]
