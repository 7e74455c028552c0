"""Which wrong version of the pipeline gives the number at hand, and whether that can be chance.

Every version (a hypothesis) has a value and a tolerance on the inputs at hand. One that comes within its
tolerance on every row explains the number. How surprising that is, if the number were noise:

    chance_h = density(value_h) · Π_rows 2 · error

where ``density`` is that of wrong numbers of unknown cause (log-uniform in their distance from the right
one, and not less than flat over its size), and no error counts as smaller than the rounding of the number
itself. The best explanation is the one with the least chance for its weight, s = chance / weight. It is
named only if noise would hardly have reached as low an s with *any* hypothesis:

    P = Σ_h s · weight_h, over the hypotheses whose rounding lets them reach s,   P ≤ CHANCE.

So likely bugs may be named on weak evidence, such as one bfloat16 number, and rare ones need a vector or a
batch.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis import normalise, numerics, reduce, select, solve, span
from pytest_seqscore.diagnosis.evidence import Evidence
from pytest_seqscore.diagnosis.pipeline import VERY_HIGH, Change, Context, Pipeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

CHANCE = 3e-4
"""Largest chance P of a false name, for single bugs and for pairs each."""

CHANCE_IN_HALF = 0.05
"""The same for single bugs where half precision is stated: 8 or 11 bits name next to nothing otherwise."""

_PAIR = 0.02 / VERY_HIGH  # two bugs at once are rarer than either
_LEAST_PAIR = 0.0015  # pairs of two rare variants are not tried
_TIE = math.log(20.0)  # explanations up to so much less likely are listed beside the best
_DOUBLE = 2.0**-52
_LEAST = 1e-300


@dataclass(frozen=True, eq=False)
class Case:
    """The number to explain ``[R]`` and the right one; ``at``: where a score ``evaluate`` gives is compared
    with it.

    ``allowed``: how far a right one may be off in the stated precision, whose unit roundoff is ``unit``;
    ``half``: in bfloat16.
    """

    actual: Floats
    expected: Floats
    allowed: Floats
    half: Floats
    unit: float
    at: Bools

    def whole(self, values: Floats) -> Floats:
        """Values in their places among those that ``evaluate`` gives, NaN in the others."""
        out = np.full(self.at.shape, np.nan)
        out[self.at] = values
        return out


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

    ``crowded``: so many hypotheses came so near that none is named. ``chance``: P of the module's text.
    ``terms [B, T]``: what each token adds to the sum that the best explanation makes.
    """

    found: tuple[Found, ...] = ()
    crowded: bool = False
    chance: float = 0.0
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
        half = _halves(case, evidence, context)
        verdict = half if half.found else verdict
    if not verdict.found and not verdict.crowded:
        verdict = _solved(case, pipeline)
    if not verdict.found and not verdict.crowded:
        verdict = _pairs(case, pipeline, singles).verdict()
    if verdict.found and verdict.found[0].changes[0].bug is not numerics.HALF:
        return replace(verdict, terms=pipeline.terms(*verdict.found[0].changes))
    return verdict


class Table:
    """Hypotheses about a case: changes, weights ``[N]``, values and tolerances ``[N, R]``."""

    def __init__(
        self,
        case: Case,
        changes: Sequence[tuple[Change, ...]],
        results: Iterable[Floats],
        weights: Iterable[float],
    ) -> None:
        """``results``: ``[3, N', R]`` each, N' adding up to the number of ``changes``."""
        self.case = case
        self.changes = changes
        self.weights = np.fromiter(weights, float, len(changes))
        moved = np.concatenate([np.zeros((3, 0, case.at.size)), *results], axis=1)[..., case.at]
        self.value = moved[0]
        spread = np.abs(moved[1:] - moved[0]).max(0)
        size = np.where(np.isfinite(self.value), np.abs(self.value), 0.0)
        spread = np.where(
            np.isfinite(spread), np.minimum(spread, 0.1 * size), 0.0
        )  # past that it says nothing
        self.tolerance = spread + case.unit * size + _LEAST
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
        inert = _distance(self.value, case.expected) <= 2 * np.maximum(case.allowed, 0.0)
        return self.keep(~inert.all(-1) & ~np.isnan(self.value).any(-1))

    def verdict(self) -> Verdict:
        """The hypotheses that explain the number, unless it may be chance."""
        table = self.telling()
        error = _distance(self.case.actual, table.value)
        near = np.flatnonzero((error <= table.tolerance).all(-1))
        if not len(near) or np.isnan(self.case.actual).any() or np.isposinf(self.case.actual).any():
            return Verdict()
        log_weights, least = np.log(table.weights), table.log_chance(table.floor)
        reached = table.log_chance(np.maximum(error, table.floor))[near] - log_weights[near]
        order = np.argsort(reached, kind="stable")
        best = reached[order[0]]
        share = best + log_weights
        chance = float(np.exp(share[share >= least]).sum())
        coarse = self.case.unit > 2.0**-24 and len(self.changes[0]) == 1
        if chance > (CHANCE_IN_HALF if coarse else CHANCE):
            return Verdict(crowded=True)
        found: dict[tuple[str, ...], Found] = {}
        first = near[order[0]]
        for number in order:
            at = near[number]
            same = _distance(table.value[at], table.value[first]) <= 4 * np.maximum(
                table.floor[at], table.floor[first]
            )
            if same.all() or reached[number] - best < _TIE:
                one = Found(table.changes[at], table.value[at], table.tolerance[at])
                found.setdefault(one.codes, one)
        return Verdict(tuple(found.values()), chance=chance)

    def log_chance(self, error: Floats) -> Floats:
        """log of the chance that noise comes within ``error [N, R]`` of each hypothesis, ``[N]``.

        Relative noise e on the rows that are wrong has the density ½ Γ(n/2) / (ln R · √π^n · |e|^n): normal
        with one scale for all rows, log-uniform over a range R; or, if that is more, a flat one.
        """
        case = self.case
        wrong = (_distance(case.actual, case.expected) > case.allowed) & np.isfinite(case.actual)
        if not wrong.any():
            return np.zeros(len(error))
        size = (np.maximum(np.abs(case.expected), np.abs(case.actual)) + _LEAST)[wrong]
        least = np.maximum(case.allowed[wrong] / size, 1e-15)
        n = int(wrong.sum())
        away = np.maximum(np.abs(self.value - case.expected)[:, wrong] / size, least)
        shape = (math.log(0.5) + math.lgamma(n / 2)) / n - math.log(math.pi) / 2
        density = shape - np.log((away**2).sum(-1)) / 2
        flat = (away < 3).all(-1) & (density < -math.log(6))
        width = np.log(2 * np.maximum(error[:, wrong], _LEAST) / size)
        scaled = np.minimum(0.0, density[:, None] + width).sum(-1) - math.log(
            max(1.0, math.log(10 / least.min()))
        )
        return np.asarray(np.where(flat, np.minimum(0.0, width - math.log(6)).sum(-1), scaled))


def _distance(a: Floats, b: Floats) -> Floats:
    """|a - b|; 0 where both are the same infinity, inf where one is NaN."""
    return np.where(a == b, 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf, posinf=np.inf))


def _singles(case: Case, pipeline: Pipeline, changes: list[Change]) -> Table:
    """Changes of the normalisation alone are evaluated all at once."""
    plain = [change for change in changes if list(change.steps) == ["normalise"]]
    rest = [change for change in changes if list(change.steps) != ["normalise"]]
    at = [pipeline.number(change) for change in plain]
    results = [pipeline.evaluate(version=slice(None))[:, at], *(pipeline.evaluate(change) for change in rest)]
    ordered = [*plain, *rest]
    return Table(case, [(change,) for change in ordered], results, (change.weight for change in ordered))


def _halves(case: Case, evidence: Evidence, context: Context) -> Verdict:
    """Half precision, where better is stated and the error is no larger than half precision makes it."""
    if case.unit > 2.0**-24 or not (_distance(case.actual, case.expected) <= case.half).all():
        return Verdict()
    on_grid = numerics.on_half_grid(case.whole(case.actual), case.at, case.unit, evidence, context)
    if on_grid is not None:
        return Verdict((Found((on_grid,), case.actual, case.allowed),))
    scores = list(numerics.half_scores(evidence, context))
    off = case.whole(case.allowed)
    moved = [np.stack([value, value + off, value - off])[:, None] for _, value in scores]
    return Table(
        case, [(change,) for change, _ in scores], moved, (change.weight for change, _ in scores)
    ).verdict()


def _solved(case: Case, pipeline: Pipeline) -> Verdict:
    """Bugs whose parameter one of the numbers is solved for; the others have to agree."""
    evidence, context = pipeline.evidence, pipeline.context
    solved: Verdict = Verdict()
    if case.actual.size > 1:
        at = int(np.argmax(np.nan_to_num(np.abs(case.actual - case.expected), nan=-1.0, posinf=-1.0)))
        changes = list(solve.find(case.actual, case.expected, at, evidence, context))
        pipeline.add(change.normalise for change in changes)
        others = np.arange(case.actual.size) != at
        where = case.at.copy()
        where[np.flatnonzero(case.at)[at]] = False
        rest = Case(
            case.actual[others],
            case.expected[others],
            case.allowed[others],
            case.half[others],
            case.unit,
            where,
        )
        results = [pipeline.evaluate(change) for change in changes]
        table = Table(rest, [(change,) for change in changes], results, (change.weight for change in changes))
        solved = table.verdict()
    unit = solve.unit_length(case.whole(case.actual), case.at, case.unit, evidence, context)
    found = [one.changes for one in solved.found] or ([(unit,)] if unit else [])
    whole = [Table(case, [these], [pipeline.evaluate(*these)], [1.0]) for these in found]
    return Verdict(tuple(Found(t.changes[0], t.value[0], t.tolerance[0]) for t in whole))


def _pairs(case: Case, pipeline: Pipeline, singles: Table) -> Table:
    """Two changes of different steps, each of which makes a difference."""
    telling = singles.telling()
    row = {change: at for at, (change,) in enumerate(telling.changes)}
    plain = [change for change in row if list(change.steps) == ["normalise"]]
    rest = [change for change in row if list(change.steps) != ["normalise"]]
    at = [pipeline.number(change) for change in plain]
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
    differs = (table.value != 0).any(-1)  # two bugs that cancel everything explain any 0
    for number in (0, 1):
        alone = telling.value[both[:, number]]
        differs &= (
            _distance(table.value, alone)
            > 2 * np.minimum(table.tolerance, telling.tolerance[both[:, number]])
        ).any(-1)
    return table.keep(differs)


def _weight(one: Change, other: Change) -> float:
    return one.weight * other.weight * _PAIR


def _compatible(one: Change, other: Change) -> bool:
    """Different stages; within the last, a length, a reduction and an output may be wrong at once."""
    if one.steps.keys() & other.steps.keys() or one.bug.code == other.bug.code:
        return False
    return one.bug.code[3] != other.bug.code[3] or one.bug.code[3] == "4"
