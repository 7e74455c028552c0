"""A diagnosis as text: the first line says which bug, the rest why, with the numbers of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis.pipeline import QUANTITIES
from pytest_seqscore.tolerances import LADDER, bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_seqscore.diagnosis.report import DiagnosisReport, Match
    from pytest_seqscore.problem import Problem

WIDTH = 80
_WORST = 5


def headline(report: DiagnosisReport) -> str:
    """The diagnosis in one line of at most 80 characters."""
    if report.matches:
        best = report.matches[0]
        line = f"{_names(best)}: {best.headline}"
    elif report.correct:
        line = f"correct {QUANTITIES[report.quantity]}"
    else:
        error, allowed, _ = _worst(report)
        times = (
            f", {error / allowed:.2g} times the tolerance"
            if 0 < allowed < np.inf and np.isfinite(error)
            else ""
        )
        line = f"no known bug gives this {QUANTITIES[report.quantity]}: off by {error:.3g}{times}"
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


@np.errstate(all="ignore")
def failure_text(
    report: DiagnosisReport,
    problem: Problem | None = None,
    *,
    why: str = "",
    findings: Sequence[str] = (),
    decode: Callable[[int], str] | None = None,
) -> str:
    """Why a score is wrong, for the reader of a failed test.

    Args:
        report: the diagnosis.
        problem: what was scored; gives the precision of the error where it is one of precision.
        why: where the tolerance comes from, if not from the precision.
        findings: the linter's findings in the source of the wrong function, a line each.
        decode: token id to text, where a tokenizer is known.
    """
    parts = [headline(report), _numbers(report, why), _tokens(report, decode)]
    parts += [_explanation(match, findings) for match in report.matches]
    unmatched = [
        line for line in findings if not any(code in line for m in report.matches for code in m.codes)
    ]
    if unmatched:
        parts.append("in the source:\n" + "\n".join(f"  {line}" for line in unmatched))
    if problem is not None:
        parts.append(_ladder(report, problem))
    parts.append(report.hint)
    return "\n\n".join(part for part in parts if part)


def _names(match: Match) -> str:
    return " + ".join(f"{code} {slug}" for code, slug in zip(match.codes, match.slugs, strict=True))


def _worst(report: DiagnosisReport) -> tuple[float, float, tuple[int, ...]]:
    """Difference, tolerance and place of the element that is furthest off for its tolerance."""
    actual, expected, allowed = (
        np.asarray(x, float) for x in (report.actual, report.expected, report.allowed)
    )
    with np.errstate(all="ignore"):
        error = np.where(actual == expected, 0.0, np.abs(actual - expected))
        error = np.where(np.isnan(expected), -1.0, np.where(np.isnan(error), np.inf, error))
        ratio = np.where(error > 0, error / np.maximum(allowed, 1e-300), error)
    at = np.unravel_index(int(np.argmax(np.nan_to_num(ratio, nan=0.0, posinf=1e308))), actual.shape)
    return float(error[at]), float(allowed[at]), tuple(int(i) for i in at)


def _numbers(report: DiagnosisReport, why: str) -> str:
    error, allowed, at = _worst(report)
    place = f" of row {', '.join(map(str, at))}" if at else ""
    why = why or f"what rounding in {report.precision} may do"
    rows = (
        ("actual", f"{np.asarray(report.actual, float)[at]:.10g}"),
        ("expected", f"{np.asarray(report.expected, float)[at]:.10g}"),
        ("difference", f"{error:.3g}"),
        ("allowed", f"{allowed:.3g} ({why})"),
    )
    noun = QUANTITIES[report.quantity]
    return f"{noun}{place}\n" + "\n".join(f"  {name:<11} {value}" for name, value in rows)


def _tokens(report: DiagnosisReport, decode: Callable[[int], str] | None) -> str:
    if not report.tokens:
        return ""
    head = ["position", "token", *(["text"] if decode else []), "logit", "log-prob", report.share_of]
    rows = []
    for token in report.tokens[:_WORST]:
        text = [_text(decode, token.id)] if decode else []
        place = f"{token.row}, {token.position}" if token.row is not None else str(token.position)
        share = "" if token.share is None else f"{100 * token.share:.0f} %"
        rows.append([place, str(token.id), *text, _short(token.logit), _short(token.logprob), share])
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in [head, *rows]
    ]
    return "worst tokens\n" + "\n".join(lines)


def _text(decode: Callable[[int], str] | None, token: int) -> str:
    assert decode is not None
    try:
        return repr(decode(token))[:20]
    except Exception:  # a tokenizer of the user's own that does not know the id
        return "?"


def _short(x: float | None) -> str:
    return "" if x is None or np.isnan(x) else f"{x:.5g}"


def _explanation(match: Match, findings: Sequence[str]) -> str:
    lines = [_names(match), f"  got  {match.formula}", f"  fix  {match.fix}"]
    lines += [f"  at   {line}" for line in findings if any(code in line for code in match.codes)]
    return "\n".join(lines)


def _ladder(report: DiagnosisReport, problem: Problem) -> str:
    """Which precision an error is of, where it is one of precision."""
    if report.quantity == "corpus_perplexity" or (report.matches and "SEQ607" not in report.codes):
        return ""
    error, _, at = _worst(report)
    steps: list[tuple[str, float]] = []
    for arithmetic in LADDER:
        bound = bounds(problem, report.quantity, arithmetic, report.num_bytes)  # type: ignore[arg-type]
        steps.append(
            (
                arithmetic.name,
                float(bound.reshape(-1)[np.ravel_multi_index(at, np.shape(report.actual)) if at else 0]),
            )
        )
    fits = [name for name, bound in steps if error <= bound]
    if not fits:
        return ""
    shown = ", ".join(f"{name} {bound:.2g}" for name, bound in steps)
    return f"tolerance by precision: {shown}\nan error of {error:.2g} is within reach of {fits[0]}"
