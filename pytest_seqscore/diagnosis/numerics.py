"""The right formula computed with too little: a constant inside the log, half precision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pytest_seqscore.diagnosis.evidence import Evidence, View
from pytest_seqscore.diagnosis.pipeline import (
    HIGH,
    VERY_HIGH,
    Bug,
    Change,
    Context,
    finish,
    reduce,
    score,
)
from pytest_seqscore.kernels import for_each_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

EPSILON = Bug(
    "SEQ604",
    "got a constant in the log ({label}), expected none",
    "Σ {label}",
    "use log_softmax(logits, -1): it needs no constant",
    VERY_HIGH,
)
HALF = Bug(
    "SEQ607",
    "got {label}, expected float32 or better",
    "{label}",
    "logits.float() before log_softmax, and add up in float32 or float64",
    HIGH,
)

HALVES = {"bfloat16": 2.0**-8, "float16": 2.0**-11}
"""Unit roundoff of the half precisions."""


def added(epsilon: float, view: View) -> Floats:
    return np.log(np.exp(view.logprob) + epsilon)


def clamped(epsilon: float, view: View) -> Floats:
    return np.maximum(view.logprob, np.log(epsilon))


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every constant that hides in a log."""
    for power in range(-12, -2):
        yield Change(EPSILON, f"log(p + 1e{power})", 0.3, normalise=partial(added, 10.0**power))
        yield Change(EPSILON, f"log(max(p, 1e{power}))", 0.1, normalise=partial(clamped, 10.0**power))


def may_be_half(actual: Floats, evidence: Evidence, context: Context) -> bool:
    """Whether the error is no larger than half precision can make of these numbers."""
    z = np.where(evidence.scored, evidence.right.logprob, 0.0)
    size = np.abs(z)
    if evidence.V:
        size = size + np.where(evidence.scored, np.abs(evidence.right.logit), 0.0)
    spread = 4 * HALVES["bfloat16"] * (size + 1.0) * evidence.scored
    if context.quantity == "token_logprobs":
        error = np.abs(actual - z.reshape(-1) / context.log_base)
        return bool((error <= spread.reshape(-1))[evidence.scored.reshape(-1)].all())
    length = evidence.scored.sum(-1).astype(np.float64)
    running = (1 + evidence.T / 8) * HALVES["bfloat16"] * size
    low, high = (reduce(z + sign * (spread + running), evidence.scored, length, context, finish) for sign in (-1, 1))
    return bool(((np.minimum(low, high) <= actual) & (actual <= np.maximum(low, high))).all())


class Rounded(NamedTuple):
    """A score that half precision gives: ``value [R]``, and the label that says where it was used."""

    label: str
    value: Floats


def round_half(name: str, x: Floats) -> Floats:
    """To the nearest number of a half precision, ties to even."""
    if name == "float16":
        with np.errstate(over="ignore"):
            return np.asarray(x, np.float64).astype(np.float16).astype(np.float64)
    bits = np.ascontiguousarray(x, dtype=np.float32).view(np.uint32)
    wide = (bits + (np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1)))) & np.uint32(0xFFFF0000)
    out = wide.view(np.float32).astype(np.float64).reshape(np.shape(x))
    return np.where(np.isfinite(x), out, x)


def half_scores(evidence: Evidence, context: Context) -> Iterator[Rounded]:
    """The right formula with roundings to half precision at the places where programs have them."""
    counted = evidence.scored
    length = counted.sum(-1).astype(np.float64)
    for name in HALVES:
        to_half = partial(round_half, name)
        for where, z in _token_scores(name, evidence, to_half):
            for what, value in _sums(z, counted, length, context, to_half):
                if where or what:
                    yield Rounded(f"{' and '.join(filter(None, (where, what)))} in {name}", value)


def _token_scores(name: str, evidence: Evidence, to_half: Callable[[Any], Floats]) -> Iterator[tuple[str, Floats]]:
    view = evidence.right
    exact = view.logprob
    yield "", exact
    yield "log-probs", to_half(exact)
    yield "probabilities", np.log(to_half(np.exp(exact)))
    if not evidence.V:
        return
    dtype = evidence.problem.logits_dtype
    top, lse = evidence.rows.top, evidence.rows.lse
    x = view.logit
    if dtype != name:
        top, lse = _rounded_rows(evidence, to_half)
        x = to_half(x)
        yield "logits", x - view.of_row(lse)
    z = x - view.of_row(lse)
    yield "log_softmax", to_half(z)
    top, log_rest = view.of_row(top), view.of_row(lse - top)
    yield "every step of log_softmax", to_half(to_half(x - top) - to_half(log_rest))
    yield "softmax", np.log(to_half(np.exp(z)))
    yield "log of softmax", to_half(np.log(to_half(np.exp(z))))


def _rounded_rows(evidence: Evidence, to_half: Callable[[Any], Floats]) -> tuple[Floats, Floats]:
    """Largest logit and logsumexp of the scored rows after rounding the logits."""
    logits = evidence.problem.logits
    assert logits is not None
    top, lse = (np.full(evidence.B * evidence.T, np.nan) for _ in range(2))
    wanted = np.zeros(evidence.B * evidence.T, bool)
    wanted[evidence.right.row[evidence.scored]] = True

    def work(part: NDArray[Any], at: NDArray[np.int64], scratch: Floats) -> None:
        x = to_half(part)
        top[at] = x.max(-1)
        lse[at] = top[at] + np.log(np.exp(x - top[at, None]).sum(-1))

    for_each_block(logits, wanted.reshape(logits.shape[:-1]), work)
    return top, lse


def _sums(
    z: Floats, counted: Bools, length: Floats, context: Context, to_half: Callable[[Any], Floats]
) -> Iterator[tuple[str, Floats]]:
    z = np.where(counted, z, 0.0)
    right = reduce(z, counted, length, context, finish)
    yield "", right
    if context.quantity == "token_logprobs":
        return
    yield "the result", to_half(right)
    running = np.zeros(z.shape[0])
    for t in range(z.shape[1]):
        running = to_half(running + z[:, t])
    yield "the running sum", finish(score(running, counted, length, context), context)
    yield "sum and result", to_half(finish(score(to_half(z.sum(-1)), counted, length, context), context))
