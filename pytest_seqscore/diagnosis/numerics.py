"""The right formula computed with too little: a constant inside the log, half precision."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.diagnosis.evidence import Evidence, View
from pytest_seqscore.diagnosis.pipeline import (
    HIGH,
    LN2,
    VERY_HIGH,
    Bug,
    Change,
    Context,
    finish,
    reduce,
)
from pytest_seqscore.kernels import for_each_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

EPSILON = Bug(
    "SEQ604",
    "got {label}, expected log p",
    "Σ {label}",
    "use log_softmax(logits, -1): it needs no constant",
    VERY_HIGH,
)
HALF = Bug(
    "SEQ607",
    "got {label}, not float32",
    "{label}",
    "logits.float() before log_softmax, and add up in float32 or float64",
    HIGH,
)

HALVES = {"bfloat16": 2.0**-8, "float16": 2.0**-11}
"""Unit roundoff of the half precisions."""

_GRID_CHANCE = 1e-3
"""Largest chance that a number lies on the grid of half precision by accident, given that it is as near as
that.
"""


def added(epsilon: float, view: View) -> Floats:
    return np.log(np.exp(view.logprob) + epsilon)


def clamped(epsilon: float, view: View) -> Floats:
    return np.maximum(view.logprob, np.log(epsilon))


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every constant that hides in a log."""
    for power in range(-12, -2):
        yield Change(EPSILON, f"log(p + 1e{power})", 0.3, normalise=partial(added, 10.0**power))
        yield Change(EPSILON, f"log(max(p, 1e{power}))", 0.1, normalise=partial(clamped, 10.0**power))


def round_half(name: str, x: Floats) -> Floats:
    """To the nearest number of a half precision, ties to even."""
    if name == "float16":
        with np.errstate(over="ignore"):
            return np.asarray(x, np.float64).astype(np.float16).astype(np.float64)
    bits = np.ascontiguousarray(x, dtype=np.float32).view(np.uint32)
    wide = (bits + (np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1)))) & np.uint32(0xFFFF0000)
    out = wide.view(np.float32).astype(np.float64).reshape(np.shape(x))
    return np.where(np.isfinite(x), out, x)


def half_scores(evidence: Evidence, context: Context) -> Iterator[tuple[Change, Floats]]:
    """Scores ``[R]`` of the right formula with some of its numbers rounded to half precision."""
    counted = evidence.scored
    length = counted.sum(-1).astype(np.float64)
    for name in HALVES:
        before = _rounded_before(evidence, name)
        versions = {what: z for what, z in before.items() if what}
        for what, z in before.items():
            versions[f"{what} and log-probs".removeprefix(" and ")] = round_half(name, z)
            versions[f"{what} and probabilities".removeprefix(" and ")] = np.log(round_half(name, np.exp(z)))
        for what, z in versions.items():
            yield Change(HALF, f"{what} in {name}"), reduce(z, counted, length, context, finish)


def _rounded_before(evidence: Evidence, name: str) -> dict[str, Floats]:
    """Log-probs ``[B, T]`` after nothing, the logits, or the log of their sum too was rounded."""
    view = evidence.right
    out = {"": view.logprob}
    if evidence.V:
        x, rows = view.logit, (evidence.rows.top, evidence.rows.log_rest)
        if evidence.problem.logits_dtype != name:
            x, rows = round_half(name, x), _rounded_rows(evidence, name)
            out["logits"] = x - view.of_row(rows[0]) - view.of_row(rows[1])
        # as torch does it on CPUs
        out["log_softmax"] = x - view.of_row(rows[0]) - round_half(name, view.of_row(rows[1]))
    return out


def _rounded_rows(evidence: Evidence, name: str) -> tuple[Floats, Floats]:
    """Largest logit of the scored rows and logsumexp minus it, after rounding the logits."""
    logits = evidence.problem.logits
    assert logits is not None
    top, log_rest = (np.full(evidence.B * evidence.T, np.nan) for _ in range(2))
    wanted = np.zeros(evidence.B * evidence.T, bool)
    wanted[evidence.right.row[evidence.scored]] = True

    def work(part: NDArray[Any], at: NDArray[np.int64], scratch: Floats) -> None:
        x = round_half(name, part)
        top[at] = x.max(-1)
        log_rest[at] = np.log(np.exp(x - top[at, None]).sum(-1))

    for_each_block(logits, wanted.reshape(logits.shape[:-1]), work)
    return top, log_rest


def on_half_grid(
    actual: Floats, at: Bools, unit: float, evidence: Evidence, context: Context
) -> Change | None:
    """Half precision, if the score or every token behind it is a number that half precision has.

    Log-probs that were rounded to half precision are multiples of the smallest spacing among them, and so
    is their sum. How many other numbers of the stated precision are, is the chance of an accident. Only the
    numbers ``at`` are looked at.
    """
    z = np.abs(evidence.right.logprob)
    scored = evidence.scored
    if context.quantity == "corpus_perplexity":  # one sum over all texts
        z, scored = z.reshape(1, -1), scored.reshape(1, -1)
    for name, half in HALVES.items():
        lies, chance = _on_grid(actual, _spacing(actual, half), 0.75 * unit * np.abs(actual))
        if context.quantity != "token_logprobs":
            sums = _sum_in_nats(actual, evidence, context)
            smallest = np.where(scored, _spacing(z * (1 - 2 * half), half), np.inf).min(-1)
            lies_too, chance_too = _on_grid(sums, smallest, 2 * unit * (np.abs(sums) + scored.sum(-1)))
            chance = np.minimum(np.where(lies, chance, 1.0), np.where(lies_too, chance_too, 1.0))
            lies = lies | lies_too
        if lies[at].all() and chance[at].prod() <= _GRID_CHANCE:
            return Change(HALF, f"log-probs in {name}")
    return None


def _spacing(x: Floats, half: float) -> Floats:
    """Distance of neighbouring half-precision numbers at x."""
    return np.asarray(2.0 ** (np.floor(np.log2(np.abs(x))) + 1) * half)


def _on_grid(x: Floats, step: Floats, blur: Floats) -> tuple[Bools, Floats]:
    """Whether x is a multiple of ``step`` up to ``blur``, and how likely that is for any number."""
    off = np.abs(x / step - np.round(x / step)) * step
    return off <= blur, np.minimum(1.0, 2 * blur / step)


def _sum_in_nats(actual: Floats, evidence: Evidence, context: Context) -> Floats:
    """The sum of log-probs that a score came from, ``[B]``."""
    n = evidence.scored.sum(-1)
    if context.quantity in ("perplexity", "corpus_perplexity"):
        out = -np.log(actual) * (n if context.quantity == "perplexity" else n.sum())
    elif context.num_bytes is not None:
        out = -actual * LN2 * context.num_bytes
    else:
        out = actual * context.log_base * (n if context.quantity == "mean_logprob" else 1.0)
    return np.asarray(out)
