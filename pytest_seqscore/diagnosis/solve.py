"""Parameters that the finite lists do not hold, solved for from several numbers at once.

A vector or a batch gives more equations than a bug has parameters: one of them is solved for the parameter,
    the rest have to agree. Each solution is a hypothesis like any other, judged on what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis import normalise, numerics, reduce, span
from pytest_seqscore.diagnosis.evidence import SMALL, Evidence, View
from pytest_seqscore.diagnosis.pipeline import AVERAGES, LN2, Change, Context, Output, total

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

_STEPS = 60
"""Halvings of an interval: more than a float64 has bits."""


def find(actual: Floats, expected: Floats, at: int, evidence: Evidence, context: Context) -> Iterator[Change]:
    """Changes whose parameter makes them give ``actual [R]`` in place of ``expected`` at element ``at``."""
    a, c = _score(actual[at], context), _score(expected[at], context)
    if a * c > 0:
        yield Change(
            normalise.TEMPERED, f"temperature {c / a:.4g}", 0.2, normalise=partial(normalise.tempered, c / a)
        )
    if context.quantity == "token_logprobs":
        yield from _of_one_token(a, c, at, evidence)
    yield from _dropped(evidence)


def _score(x: float, context: Context) -> float:
    """A number in natural-log units, up to a factor that a ratio does not see."""
    if context.quantity in ("perplexity", "corpus_perplexity"):
        return -float(np.log(x)) if x > 0 else float("nan")
    return float(x) * context.log_base


def _of_one_token(a: float, c: float, at: int, evidence: Evidence) -> Iterator[Change]:
    """From the log-prob of one token: a constant in the log, a cut at k, a temperature."""
    epsilon = float(np.exp(a) - np.exp(c))
    if 1e-14 < epsilon < 0.5:
        yield Change(
            numerics.EPSILON, f"log(p + {epsilon:.3g})", 0.3, normalise=partial(numerics.added, epsilon)
        )
    logits = evidence.problem.logits
    if logits is None or evidence.size > SMALL:
        return
    b, t = np.argwhere(evidence.scored)[at]
    row = evidence.right.row[b, t]
    x = evidence.read(np.full(evidence.V, row), np.arange(evidence.V))
    chosen = float(evidence.right.logit[b, t])
    for k in _cuts(x, chosen, a):
        yield Change(normalise.RESTRICTED, f"the top {k}", 0.2, normalise=partial(top_k, k))
        yield Change(normalise.WARPED, f"top-k {k}", 0.2, normalise=partial(top_k, k))
    for temperature in _temperatures(x, chosen, a):
        yield Change(
            normalise.WARPED, f"temperature {temperature:.4g}", 0.2, normalise=partial(heated, temperature)
        )


def _cuts(x: Floats, chosen: float, a: float) -> list[int]:
    """The k for which the top k alone give ``chosen`` the log-prob ``a``."""
    s = np.sort(x[np.isfinite(x)])[::-1]
    lse = s[0] + np.log(np.exp(s - s[0]).cumsum())
    k = int(np.argmin(np.abs(chosen - lse - a))) + 1
    return [k] if k < len(x) and chosen >= s[k - 1] else []


def _temperatures(x: Floats, chosen: float, a: float) -> list[float]:
    """The temperatures that give ``chosen`` the log-prob ``a``."""
    x = x[np.isfinite(x)] - chosen

    def off(log_t: float) -> float:
        return -float(np.logaddexp.reduce(x / np.exp(log_t))) - a

    grid = np.linspace(np.log(0.02), np.log(50.0), 40)
    values = [off(float(point)) for point in grid]
    out = []
    for low, high, left, right in zip(grid, grid[1:], values, values[1:], strict=False):
        if left * right < 0:
            for _ in range(_STEPS):
                middle = (low + high) / 2
                low, high = (middle, high) if off(float(middle)) * left > 0 else (low, middle)
            out.append(float(np.exp(low)))
    return out


def heated(temperature: float, view: View) -> Floats:
    """log_softmax(z / temperature), any temperature."""
    return view.logit / temperature - _of_rows(view, lambda x: np.logaddexp.reduce(x / temperature, axis=-1))


def top_k(k: int, view: View) -> Floats:
    """log_softmax over the k largest, any k."""
    kept = view.logit - _of_rows(view, lambda x: np.logaddexp.reduce(np.sort(x, -1)[:, -k:], axis=-1))
    least = _of_rows(view, lambda x: np.sort(x, -1)[:, -k])
    return np.where(view.logit < least, -np.inf, kept)


def _of_rows(view: View, reduction: Callable[[Floats], Floats]) -> Floats:
    evidence = view.evidence
    logits = evidence.problem.logits
    assert logits is not None
    whole = logits.float64().reshape(-1, evidence.V)
    return np.asarray(view.of_row(reduction(whole)))


def _dropped(evidence: Evidence) -> Iterator[Change]:
    """More tokens missing at either end than programs usually lose."""
    for count in range(4, int(min(evidence.scored.sum(-1).min(), 100))):
        label = f"{count} tokens"
        yield Change(span.FIRST_DROPPED, label, 0.05, span=partial(span.drop_first, count))
        yield Change(span.LAST_DROPPED, label, 0.05, span=partial(span.drop_last, count))


def unit_length(
    actual: Floats, at: Bools, unit: float, evidence: Evidence, context: Context
) -> Change | None:
    """SEQ422: a mean over a whole number of units that are not tokens (characters, bytes), or not bytes.

    The right sum over the score is that number. A sum over anything else is near a whole number by chance
    only as often as its rounding allows.
    """
    if context.quantity not in AVERAGES - {"corpus_perplexity"} and context.quantity != "bits_per_byte":
        return None
    n = evidence.scored.sum(-1).astype(np.float64)
    sums = np.where(evidence.scored, evidence.right.logprob, 0.0).sum(-1)
    if context.quantity == "perplexity":
        units, blur = sums / -np.log(actual), unit * (1 / np.abs(np.log(actual)) + evidence.T)
    else:
        score = -actual * LN2 if context.quantity == "bits_per_byte" else actual * context.log_base
        units, blur = sums / score, np.full(n.shape, unit * evidence.T)
    if not np.isfinite(units[at]).all():
        return None
    whole = np.round(units)
    room = blur * units + 4e-15 * units
    fits = (np.abs(units - whole) <= room) & (whole >= 1) & (whole <= 16 * n)
    if not fits[at].all() or np.minimum(1.0, 2 * room[at]).prod() > 1e-4:
        return None
    names = ", ".join(f"{int(m)}" for m in whole[at][:4])
    return Change(reduce.UNIT, f"{names} units", reduce=partial(_per_unit, whole))


def _per_unit(
    units: Floats, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    return output(total(z, counted) / units, context)
