"""Step 2 done wrong: which entry of each distribution a token's score is read from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis.evidence import TOP_K, Evidence, View
from pytest_seqscore.diagnosis.pipeline import HIGH, MEDIUM, VERY_HIGH, Bug, Change, Context

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

UNSHIFTED = Bug(
    "SEQ201",
    "got each token scored by the next one's logits",
    "Σ log p(token[t] | logits[t], which predict token[t+1])",
    "shift once: logits[:-1] score tokens[1:]",
    VERY_HIGH,
    "a longer sequence",
)
SHIFTED_TWICE = Bug(
    "SEQ202",
    "got tokens two places after their logits, expected one",
    "Σ log p(token[t+2] | logits[t], which predict token[t+1])",
    "shift once: pass labels=input_ids, the model or the loss shifts them itself",
    HIGH,
    "a longer sequence",
)
MISALIGNED = Bug(
    "SEQ203",
    "got the mask cut [:-1], expected [1:] as the targets",
    "Σ log p · mask[t-1]",
    "cut the mask as the targets are cut: mask[:, 1:]",
    HIGH,
    "a padded batch",
)
LARGEST = Bug(
    "SEQ204",
    "got the likeliest tokens, expected the chosen ones",
    "max over the vocabulary in place of the chosen token",
    "gather the chosen token's entry: log_probs.gather(-1, tokens[..., None])",
    HIGH,
    "tokens that are not the likeliest",
)
WRAPPED = Bug(
    "SEQ206",
    "got the first token scored by the last logits (roll)",
    "roll(tokens, -1) pairs the last logits with token[0]",
    "slice instead of roll: logits[:-1] with tokens[1:]",
    MEDIUM,
    "a longer sequence",
)
PARTIAL = Bug(
    "SEQ209",
    "got the {label} token only, expected all {n}",
    "log p of the {label} token",
    "sum over all tokens of the label",
    HIGH,
    "completions of three tokens or more",
)
FIRST_ENTRY = Bug(
    "SEQ211",
    "got the top entries, expected the chosen tokens'",
    "top entry of each log-probs mapping",
    "look the chosen token up by its id: entry[token_id]",
    MEDIUM,
)
ABSENT = Bug(
    "SEQ213",
    "got 0 for tokens outside the {label}",
    "tokens outside the {label} scored 0 or skipped",
    "ask for the chosen token's log-prob (prompt_logprobs, echo); a missing one is not 0",
    HIGH,
    "several tokens outside the top k",
)


def own_row(evidence: Evidence) -> View:
    """Each token read from the row at its own place of an unshifted array."""
    return evidence.shifted(1)


def row_before(evidence: Evidence) -> View:
    return evidence.shifted(-1)


def likeliest(evidence: Evidence) -> View:
    row = evidence.right.row
    return View(evidence, row, np.where(row >= 0, evidence.rows.argmax[row], -1))


def rolled(evidence: Evidence) -> View:
    """Every row scores the token after it, and the last row the first token."""
    row = evidence.rows_at(-1)
    row[:, 0] = (np.arange(evidence.B) + 1) * evidence.T - 1
    return View(evidence, row, evidence.tokens)


def with_first(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """Token 0 counts too, where neither prompt nor mask takes it out."""
    counted = counted.copy()
    counted[:, 0] |= evidence.allowed[:, 0] & ~evidence.prompt[:, 0]
    return counted, None


def always_first(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    counted = counted.copy()
    counted[:, 0] = True
    return counted, None


def all_but_last_place(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """The tokens before those that count: targets cut as the logits are."""
    return np.concatenate([counted[:, 1:], np.zeros_like(counted[:, :1])], axis=1), None


def inside(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """Only the tokens that a shift by one leaves a row for."""
    counted = counted.copy()
    counted[:, -1 if not evidence.causal else 0] = False
    return counted, None


def after_first_row(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    counted = counted.copy()
    counted[:, : 1 + int(evidence.causal)] = False
    return counted, None


def mask_of_inputs(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    """The mask one place late: what follows the last token counts, the first does not."""
    before, _ = with_first(evidence, counted)
    start = before[:, :1] if not evidence.causal else np.zeros_like(before[:, :1])
    return np.concatenate(
        [start & ~evidence.prompt[:, :1], before[:, :-1]], axis=1
    ) & evidence.predicted, None


def only(last: bool, evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    order = np.cumsum(counted[:, ::-1], axis=-1)[:, ::-1] if last else np.cumsum(counted, axis=-1)
    return counted & (order == 1), None


def within(k: int, skipped: bool, evidence: Evidence, counted: Bools) -> tuple[Bools, Bools | None]:
    """Tokens outside the top k do not count, or count 0."""
    row = evidence.right.row
    outside = counted & ~(np.where(row >= 0, evidence.rows.rank[row], 0) <= k)
    return (counted & ~outside, None) if skipped else (counted, outside)


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every way to select wrongly that these inputs admit."""
    if not evidence.allowed.all():
        yield Change(MISALIGNED, pick=mask_of_inputs)
    elif evidence.prompt.any():
        yield Change(MISALIGNED, "", 0.3, pick=mask_of_inputs)  # the first token is lost, nothing is won
    if evidence.scored.sum(-1).max() > 1 and context.quantity != "token_logprobs":
        yield Change(PARTIAL, "first", pick=partial(only, False))
        yield Change(PARTIAL, "last", 0.5, pick=partial(only, True))
    if not evidence.V:
        return
    if evidence.T > 1:
        yield Change(UNSHIFTED, "", select=own_row, pick=with_first if evidence.causal else inside)
        if evidence.causal:
            yield Change(UNSHIFTED, "", 0.5, select=own_row)
            yield Change(UNSHIFTED, "", 0.3, select=own_row, pick=all_but_last_place)
        yield Change(SHIFTED_TWICE, "", select=row_before, pick=after_first_row)
        yield Change(WRAPPED, "", select=rolled, pick=with_first)
        yield Change(WRAPPED, "", 0.5, select=rolled, pick=always_first)
    yield Change(LARGEST, select=likeliest)
    yield Change(FIRST_ENTRY, select=likeliest)
    for k in TOP_K:
        if k < evidence.V:
            yield Change(ABSENT, f"top {k}", 0.2, pick=partial(within, k, False))
            if context.quantity != "logprob":
                yield Change(ABSENT, f"top {k}", 0.1, pick=partial(within, k, True))
