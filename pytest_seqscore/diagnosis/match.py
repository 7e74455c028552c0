"""Which wrong version of the pipeline gives the number at hand, and whether that can be chance.

Every version (a hypothesis) has a value and a tolerance on the inputs at hand. One that comes within its tolerance
on every row explains the number. It is named only if noise would hardly have come as close to *any* hypothesis:

    P = Σ_h Π_rows min(1, 2 · r · tolerance_h · density(value_h)),    r = error / tolerance of the best one,

with likelier bugs given more room: r is scaled by weight_h / weight_best. ``density`` is that of wrong numbers of
unknown cause: log-uniform in their distance from the right one, and not less than flat over its size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis import normalise, numerics, reduce, select, span
from pytest_seqscore.diagnosis.evidence import Evidence
from pytest_seqscore.diagnosis.pipeline import VERY_HIGH, Change, Context, Pipeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

CHANCE = 5e-4
"""Largest chance of a false name, for single bugs and for pairs each."""

_PAIR = 0.02 / VERY_HIGH  # two bugs at once are rarer than either
_LEAST_PAIR = 0.02  # pairs of two rare variants are not tried
_TIE = math.log(20.0)  # explanations up to so much less likely are listed beside the best
_DOUBLE = 2.0**-52
_LEAST = 1e-300


@dataclass(frozen=True, eq=False)
class Case:
    """The number to explain ``[R]`` and the right one; ``at``: where a score ``evaluate`` gives is compared with it.

    ``allowed``: how far a right one may be off in the stated precision, whose unit roundoff is ``unit``; ``half``: in
    bfloat16.
    """

    actual: Floats
    expected: Floats
    allowed: Floats
    half: Floats
    unit: float
    at: Bools


@dataclass(frozen=True, eq=False)
class Found:
    """Changes that explain the number, and what they give: ``value``, ``tolerance`` ``[R]``."""

    changes: tuple[Change, ...]
    value: Floats
    tolerance: Floats

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(change.bug.code for change in self.changes)


@dataclass(frozen=True, eq=False)
class Verdict:
    """Explanations, best first.

    ``crowded``: so many hypotheses came so near that none is named. ``terms [B, T]``: what each token adds to the
    sum that the best explanation makes.
    """

    found: tuple[Found, ...] = ()
    crowded: bool = False
    terms: Floats | None = None


def explain(case: Case, evidence: Evidence, context: Context) -> Verdict:
    """Single bugs first; where none gives the number, half precision, then pairs of bugs."""
    finders = (normalise.find, select.find, span.find, numerics.find, reduce.find)
    changes = [change for find in finders for change in find(evidence, context)]
    versions = dict.fromkeys(change.normalise for change in changes if change.normalise is not None)
    pipeline = Pipeline(evidence, context, case.unit, list(versions))
    singles = _singles(case, pipeline, changes)
    verdict = singles.verdict()
    if not verdict.found:
        verdict = _halves(case, evidence, context) if not verdict.crowded else verdict
    if not verdict.found and not verdict.crowded:
        verdict = _pairs(case, pipeline, singles).verdict()
    if verdict.found and verdict.found[0].changes[0].bug is not numerics.HALF:
        return replace(verdict, terms=pipeline.terms(*verdict.found[0].changes))
    return verdict


class Table:
    """Hypotheses about a case: changes, weights ``[N]``, values and tolerances ``[N, R]``."""

    def __init__(
        self, case: Case, changes: Sequence[tuple[Change, ...]], results: Iterable[Floats], weights: Iterable[float]
    ) -> None:
        """``results``: ``[3, N', R]`` each, N' adding up to the number of ``changes``."""
        self.case = case
        self.changes = changes
        self.weights = np.fromiter(weights, float, len(changes))
        moved = np.concatenate([np.zeros((3, 0, case.at.size)), *results], axis=1)[..., case.at]
        self.value = moved[0]
        with np.errstate(all="ignore"):
            spread = np.abs(moved[1:] - moved[0]).max(0)
        size = np.where(np.isfinite(self.value), np.abs(self.value), 0.0)
        self.tolerance = np.where(np.isfinite(spread), spread, 0.0) + case.unit * size + _LEAST
        self.floor = case.unit / 2 * size + 0.05 * (_DOUBLE / max(case.unit, _DOUBLE)) * self.tolerance

    def keep(self, these: Bools) -> Table:
        """Those hypotheses only."""
        out = object.__new__(Table)
        out.case = self.case
        out.changes = [change for change, kept in zip(self.changes, these, strict=True) if kept]
        out.weights = self.weights[these]
        out.value, out.tolerance, out.floor = self.value[these], self.tolerance[these], self.floor[these]
        return out

    def telling(self) -> Table:
        """Without those that give the right number, or none at all."""
        case = self.case
        with np.errstate(invalid="ignore"):
            inert = _distance(self.value, case.expected) <= 2 * np.maximum(case.allowed, 0.0)
        return self.keep(~inert.all(-1) & ~np.isnan(self.value).any(-1))

    def verdict(self) -> Verdict:
        """The hypotheses that explain the number, unless it may be chance."""
        table = self.telling()
        error = _distance(self.case.actual, table.value)
        near = (error <= table.tolerance).all(-1)
        if not near.any():
            return Verdict()
        score = np.log(table.weights[near]) - np.log(np.maximum(error[near], table.floor[near])).sum(-1)
        order = np.flatnonzero(near)[np.argsort(-score, kind="stable")]
        best = order[0]
        reached = np.maximum(error[best], table.floor[best]) / table.tolerance[best]
        if table.chance(float(reached.max()), best) > CHANCE:
            return Verdict(crowded=True)
        score = np.sort(score)[::-1]
        found: dict[tuple[str, ...], Found] = {}
        for number, at in enumerate(order):
            same = _distance(table.value[at], table.value[best]) <= 4 * np.maximum(table.floor[at], table.floor[best])
            if same.all() or score[0] - score[number] < _TIE:
                one = Found(table.changes[at], table.value[at], table.tolerance[at])
                found.setdefault(one.codes, one)
        return Verdict(tuple(found.values()))

    def chance(self, reached: float, best: int) -> float:
        """P of the module's text."""
        case = self.case
        room = np.minimum(1.0, reached * self.weights / self.weights[best])[:, None]
        with np.errstate(all="ignore"):
            near = np.maximum(room * self.tolerance, self.floor)
            log_each = np.log(np.minimum(1.0, 2 * near * self.density()))
        return float(np.exp(log_each.sum(-1)).sum())

    def density(self) -> Floats:
        """How likely a wrong number of unknown cause is at each value, per unit."""
        case = self.case
        size = np.maximum(np.abs(case.expected), np.abs(case.actual)) + _LEAST
        allowed = np.maximum(case.allowed, 1e-15 * size)
        away = np.maximum(np.abs(self.value - case.expected), allowed)
        log_uniform = 1.0 / (2 * np.log(10 * size / allowed) * away)
        return np.where(away < 3 * size, np.maximum(log_uniform, 1.0 / (6 * size)), log_uniform)


def _distance(a: Floats, b: Floats) -> Floats:
    """|a - b|; 0 where both are the same infinity, inf where one is NaN."""
    with np.errstate(invalid="ignore"):
        return np.where(a == b, 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf, posinf=np.inf))


def _singles(case: Case, pipeline: Pipeline, changes: list[Change]) -> Table:
    """Changes of the normalisation alone are evaluated all at once."""
    plain = [change for change in changes if list(change.steps) == ["normalise"]]
    rest = [change for change in changes if list(change.steps) != ["normalise"]]
    at = [pipeline.versions.index(change.normalise) for change in plain]
    results = [pipeline.evaluate(version=slice(None))[:, at], *(pipeline.evaluate(change) for change in rest)]
    ordered = [*plain, *rest]
    return Table(case, [(change,) for change in ordered], results, (change.weight for change in ordered))


def _halves(case: Case, evidence: Evidence, context: Context) -> Verdict:
    """Half precision, where better is stated and the error is no larger than half precision makes it."""
    if case.unit > 2.0**-24 or not (_distance(case.actual, case.expected) <= case.half).all():
        return Verdict()
    on_grid = numerics.on_half_grid(case.actual, case.unit, evidence, context)
    if on_grid is not None:
        return Verdict((Found((on_grid,), case.actual, case.allowed),))
    scores = list(numerics.half_scores(evidence, context))
    off = np.zeros(case.at.size)
    off[case.at] = case.allowed
    moved = [np.stack([value, value + off, value - off])[:, None] for _, value in scores]
    return Table(case, [(change,) for change, _ in scores], moved, (change.weight for change, _ in scores)).verdict()


def _pairs(case: Case, pipeline: Pipeline, singles: Table) -> Table:
    """Two changes of different steps, each of which makes a difference."""
    telling = singles.telling()
    row = {change: at for at, (change,) in enumerate(telling.changes)}
    plain = [change for change in row if list(change.steps) == ["normalise"]]
    rest = [change for change in row if list(change.steps) != ["normalise"]]
    at = [pipeline.versions.index(change.normalise) for change in plain]
    pairs: list[tuple[Change, ...]] = []
    results = []
    for change in rest:
        if plain and "normalise" not in change.steps:
            fit = [number for number, other in enumerate(plain) if _weight(change, other) >= _LEAST_PAIR]
            pairs += [(plain[number], change) for number in fit]
            results.append(pipeline.evaluate(change, version=slice(None))[:, [at[number] for number in fit]])
    for one, other in combinations(rest, 2):
        if _compatible(one, other) and _weight(one, other) >= _LEAST_PAIR:
            pairs.append((one, other))
            results.append(pipeline.evaluate(one, other))
    pairs = [tuple(sorted(pair, key=lambda change: change.bug.code)) for pair in pairs]
    table = Table(case, pairs, results, (_weight(*pair) for pair in pairs))
    if not pairs:
        return table
    both = np.array([[row[change] for change in pair] for pair in pairs])
    differs = np.ones(len(pairs), bool)
    for number in (0, 1):
        alone = telling.value[both[:, number]]
        differs &= (_distance(table.value, alone) > 2 * np.minimum(table.tolerance, telling.tolerance[both[:, number]])).any(-1)
    return table.keep(differs)


def _weight(one: Change, other: Change) -> float:
    return one.weight * other.weight * _PAIR


def _compatible(one: Change, other: Change) -> bool:
    """Different stages; within the last, a length, a reduction and an output may be wrong at once."""
    if one.steps.keys() & other.steps.keys() or one.bug.code == other.bug.code:
        return False
    return one.bug.code[3] != other.bug.code[3] or one.bug.code[3] == "4"
