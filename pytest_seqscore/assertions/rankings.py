"""The assertion on scores compared with each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pytest_seqscore.arrays import bad_input
from pytest_seqscore.assertions.compare import Standard
from pytest_seqscore.oracle.ranking import Normalize, length, read_candidates, score_candidate
from pytest_seqscore.problem import LOG_BASE
from pytest_seqscore.tolerances import bounds


def assert_ranking(
    actual: Any,
    candidates: Mapping[Any, Any],
    normalize: Normalize = "sum",
    *,
    texts: Mapping[Any, str] | None = None,
    unconditional: Mapping[Any, Any] | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``actual`` ranks the candidates by their log-probability, the most likely first.

    Candidates that rounding cannot tell apart may come in either order.

    Args:
        actual: names, best first (all, or the best few); or ``{name: score}``, whose scores are checked too.
        candidates, normalize, texts, unconditional: as for ``oracle.rank``.

    Raises:
        SeqScoreAssertionError: the ranking or a score is wrong; the first line names the bug if it is known.
        SeqScoreInputError: a candidate that cannot be scored, or names that are not those of candidates.
    """
    __tracebackhide__ = True
    standard = Standard(rtol, atol, dtype, msg)
    problems = read_candidates(candidates)
    scores = {name: score_candidate(name, p, normalize, texts, unconditional) for name, p in problems.items()}
    given = _read_scores(actual, standard)
    order = sorted(given, key=lambda name: -given[name]) if given else _read_names(actual)
    _check_names(order, list(problems), complete=bool(given))

    room = {}
    for name, problem in problems.items():
        arithmetic = standard.precision(actual[name] if given else 0.0, problem.logits_dtype)

        def bound(problem: Any = problem, name: Any = name, arithmetic: Any = arithmetic) -> Any:
            total = 2.0 * bounds(problem, "logprob", arithmetic)[0] * LOG_BASE[problem.base]
            return total / length(name, problem, normalize, texts) + 2.0 * arithmetic.unit * abs(scores[name])

        room[name] = float(standard.allowed(np.asarray(scores[name]), bound))

    swapped = _swapped(order, scores, room)
    off = [name for name in given if not _same(given[name], scores[name], room[name])]
    if not swapped and not off:
        return
    from pytest_seqscore.assertions import mistakes
    from pytest_seqscore.assertions import wrong_rankings as wrong
    from pytest_seqscore.diagnosis.source import findings

    known = wrong.score_mistakes(given, problems, normalize, room) if off else []
    if swapped and not known:
        known = wrong.ranking_mistakes(order, problems, scores, normalize, texts)
    report = mistakes.of(known, "ranking", actual, None, None)
    if swapped:
        otherwise = f"ranked {swapped[0]!s:.20} before {swapped[1]!s:.20}, which is more likely"
    else:
        otherwise = f"got {given[off[0]]:.6g} for {off[0]!s:.20}, expected {scores[off[0]]:.6g}"
    lines = [
        "expected, best first",
        *_table(scores),
        "got, best first",
        *_table(given or dict.fromkeys(order)),
    ]
    text = mistakes.text(report, otherwise, detail="\n".join(lines), findings=findings())
    raise standard.failure(text, report)


def _read_scores(actual: Any, standard: Standard) -> dict[Any, float]:
    """The scores that are stated; none where only names are."""
    __tracebackhide__ = True
    if not isinstance(actual, Mapping):
        return {}
    scores = {}
    for name, value in actual.items():
        number = standard.numbers(value)
        if number.size != 1:
            raise standard.failure(
                f"got shape {number.shape} as the score of {name!s:.20}, expected one number"
            )
        scores[name] = float(number.reshape(-1)[0])
    return scores


def _read_names(actual: Any) -> list[Any]:
    if isinstance(actual, str):
        return [actual]
    return list(actual.tolist() if hasattr(actual, "tolist") else actual or ())


def _check_names(order: list[Any], names: list[Any], complete: bool) -> None:
    unknown = [name for name in order if name not in names]
    if unknown:
        known = ", ".join(map(repr, names[:6]))
        raise bad_input("actual", f"the name {unknown[0]!r:.40}", f"names of candidates: {known}")
    if not order or len(set(order)) < len(order):
        raise bad_input("actual", "a name twice" if order else "no name", "each name once, best first")
    if complete and len(order) < len(names):
        missing = next(name for name in names if name not in order)
        raise bad_input("actual", f"no score of {missing!r:.40}", "a score for each candidate")


def _swapped(
    order: list[Any], scores: Mapping[Any, float], room: Mapping[Any, float]
) -> tuple[Any, Any] | None:
    """The first pair that stands in the wrong order, as it stands."""
    rest = [name for name in scores if name not in order]
    for place, name in enumerate(order):
        for other in [*order[place + 1 :], *rest]:
            if scores[other] - scores[name] > room[name] + room[other]:
                return name, other
    return None


def _same(actual: float, expected: float, room: float) -> bool:
    return actual == expected or abs(actual - expected) <= room


def _table(scores: Mapping[Any, float | None]) -> list[str]:
    """A line for each name, best first where there are scores."""
    rows = sorted(scores.items(), key=lambda item: 0.0 if item[1] is None else -item[1])
    return [f"  {name!s:<20.40}" + ("" if score is None else f"  {score:.8g}") for name, score in rows]
