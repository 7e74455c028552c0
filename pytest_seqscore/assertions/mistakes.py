"""A known wrong version of something right, and the report and the text of a failure that one explains.

``diagnosis`` does the same for scores, where wrong steps combine; here every mistake stands alone.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.diagnosis.report import DiagnosisReport, Match
from pytest_seqscore.oracle.scoring import evaluate
from pytest_seqscore.problem import Problem
from pytest_seqscore.tolerances import Arithmetic
from seqscore_lint.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong version: its code, what was got in words, its formula, how to mend it, and what it gives."""

    code: str
    got: str
    formula: str
    fix: str
    value: Any = None

    def match(self, error: float = 0.0, allowed: float = 0.0) -> Match:
        """As an entry of a report."""
        return Match(
            (self.code,),
            (CODES[self.code].slug,),
            self.value,
            error,
            allowed,
            self.formula,
            self.fix,
            self.got,
        )


def of(
    known: Sequence[Mistake] | Mistake | None, quantity: str, actual: Any, expected: Any, allowed: Any
) -> DiagnosisReport:
    """The report of what was recognised, if anything, the likeliest first."""
    found = [known] if isinstance(known, Mistake) else known or []
    unique: dict[str, Mistake] = {}
    for mistake in found:
        unique.setdefault(mistake.code, mistake)
    matches = tuple(mistake.match() for mistake in unique.values())
    return DiagnosisReport(False, matches, len(matches) < 2, quantity, actual, expected, allowed)


def text(
    report: DiagnosisReport, otherwise: str, why: str = "", *, detail: str = "", findings: Sequence[str] = ()
) -> str:
    """Why an assertion failed; the first line is the diagnosis, or ``otherwise`` where no known bug fits.

    Args:
        why: where the tolerance comes from.
        detail: numbers to show, where they are not those of the report.
        findings: the linter's findings in the source of the wrong function, a line each.
    """
    best = report.matches[0] if report.matches else None
    first = f"{best.codes[0]} {best.slugs[0]}: {best.headline}" if best else otherwise
    parts = [first if len(first) <= 80 else first[:79].rstrip() + "…"]
    parts.append(detail or (_numbers(report, why) if report.expected is not None else ""))
    parts += [f"{m.codes[0]} {m.slugs[0]}\n  got  {m.formula}\n  fix  {m.fix}" for m in report.matches]
    parts.append("\n  ".join(["in the source:", *findings]) if findings else "")
    return "\n\n".join(part for part in parts if part)


def _numbers(report: DiagnosisReport, why: str) -> str:
    """Actual, expected, difference and allowed where they are furthest apart for what is allowed."""
    actual, expected = (np.asarray(values, dtype=np.float64) for values in (report.actual, report.expected))
    allowed = np.broadcast_to(np.asarray(report.allowed, dtype=np.float64), expected.shape)
    if actual.shape != expected.shape:
        return f"  actual      shape {actual.shape}\n  expected    shape {expected.shape}"
    with np.errstate(all="ignore"):
        error = np.where(actual == expected, 0.0, np.abs(actual - expected))
        error = np.where(np.isnan(expected), 0.0, np.where(np.isnan(error), np.inf, error))
        ratio = np.where(error > 0.0, error / np.maximum(allowed, 1e-300), 0.0)
    at = np.unravel_index(int(np.argmax(ratio)), expected.shape)
    where = f" at [{', '.join(str(int(i)) for i in at)}]" if at else ""
    lines = [
        f"  actual      {actual[at]:.10g}{where}",
        f"  expected    {expected[at]:.10g}",
        f"  difference  {error[at]:.3g}",
        f"  allowed     {allowed[at]:.3g} ({why})",
    ]
    if expected.size > 1:
        lines.append(f"  {int((ratio > 1.0).sum())} of {expected.size} entries are off")
    return "\n".join(lines)


def recognise(
    actual: Floats,
    expected: Floats,
    versions: Iterable[Mistake],
    arithmetic: Arithmetic,
    quantity: str,
    allowed: Any,
) -> DiagnosisReport:
    """The versions that give ``actual`` everywhere within what their own rounding allows, nearest first."""
    found = []
    size = max(1, actual.shape[-1] if actual.ndim else 1)
    for version in versions:
        value = np.broadcast_to(np.asarray(version.value, dtype=np.float64), actual.shape)
        with np.errstate(invalid="ignore", over="ignore"):
            error = np.where((actual == value) | np.isnan(expected), 0.0, np.abs(actual - value))
            room = (32.0 * arithmetic.unit + size / 8 * arithmetic.sum_unit) * (1.0 + np.abs(value))
            room = np.where(np.isfinite(value), room, 0.0) + arithmetic.smallest
            if (error <= room).all():
                found.append(
                    (
                        float(error.max(initial=0.0)),
                        version.match(float(error.max(initial=0.0)), float(room.max())),
                    )
                )
    unique: dict[tuple[str, ...], Match] = {}
    for _, match in sorted(found, key=lambda item: item[0]):
        unique.setdefault(match.codes, match)
    matches = tuple(unique.values())
    return DiagnosisReport(False, matches, len(matches) < 2, quantity, actual, expected, allowed)


def batch_merged(value: float, problem: Problem) -> Mistake:
    """One number for a batch of sequences."""
    fix = "reduce over the tokens of each sequence: sum(-1)"
    size, total = problem.shape[0], float(evaluate(problem, "logprob").sum())
    for name, merged in (("sum", total), ("mean", total / max(1, int(problem.n_scored.sum())))):
        if math.isclose(value, merged, rel_tol=1e-3):
            return Mistake(
                "SEQ408",
                f"got the {name} over {size} sequences, expected {size} numbers",
                f"{name} over all tokens of the batch",
                fix,
                merged,
            )
    return Mistake(
        "SEQ408",
        f"got one number for a batch of {size}, expected {size}",
        "one number over the batch",
        fix,
        value,
    )


def mean_of_means(value: float, problem: Problem, room: Any) -> Mistake | None:
    """Whether a mean log-prob is the unweighted mean of the means of sequences."""
    means = evaluate(problem, "mean_logprob")
    merged = float(np.nanmean(means)) if problem.n_scored.any() else math.nan
    if abs(value - merged) <= float(np.max(room)):
        got = f"got the mean of {len(means)} means, expected that of all tokens"
        return Mistake(
            "SEQ409",
            got,
            "mean over rows of (mean over tokens)",
            "divide the total by the number of tokens",
            merged,
        )
    return None


def negated(report: DiagnosisReport) -> DiagnosisReport:
    """A report on log-probs as one on losses."""
    return dataclasses.replace(
        report, actual=-np.asarray(report.actual), expected=-np.asarray(report.expected)
    )
