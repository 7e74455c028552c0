"""Known wrong versions of what is not a score: distributions, gradients, rankings, shifts.

Each is a formula and the code it goes by. An assertion that fails looks for those that give what it got;
``diagnosis`` does the same for scores, where wrong steps combine.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.diagnosis.report import DiagnosisReport, Match
from pytest_seqscore.oracle.ranking import Normalize, score_candidate
from pytest_seqscore.oracle.scoring import evaluate
from pytest_seqscore.problem import LOG_BASE, Problem
from pytest_seqscore.tolerances import Arithmetic, arithmetic_of
from seqscore_lint.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TEMPERATURES = (*(tenths / 10 for tenths in range(1, 21) if tenths != 10), 5.0)
_EPSILONS = tuple(10.0**-power for power in range(12, 2, -1))


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


# Distributions: x is float64 with the vocabulary last


def _log_softmax(x: Floats, axis: int | tuple[int, ...] = -1) -> Floats:
    with np.errstate(all="ignore"):
        x = x - x.max(axis, keepdims=True)
        return np.asarray(x - np.log(np.exp(x).sum(axis, keepdims=True)))


def _other_axes(x: Floats, axis: int) -> Iterator[tuple[str, int | tuple[int, ...]]]:
    """Axes but the last, named as the caller's array has them, whose ``axis`` is our last."""
    names = [number for number in range(x.ndim) if number != axis % x.ndim]
    for at, name in enumerate(names):
        yield f"axis {name}", at
    if x.ndim > 1:
        yield "the whole array", tuple(range(x.ndim))


def softmax_versions(actual: Floats, x: Floats, axis: int) -> Iterator[Mistake]:
    """What may stand where softmax(x) should."""
    right = _log_softmax(x)
    fix = f"softmax(logits, {axis})"
    with np.errstate(all="ignore"):
        for name, other in _other_axes(x, axis):
            got = f"got softmax over {name}, expected axis {axis}"
            yield Mistake("SEQ104", got, f"softmax over {name}", fix, np.exp(_log_softmax(x, other)))
        yield Mistake("SEQ101", "got the logits, expected softmax", "x", fix, x)
        twice = np.exp(_log_softmax(np.exp(right)))
        yield Mistake("SEQ106", "got softmax of softmax", "softmax(softmax(x))", "apply softmax once", twice)
        yield Mistake(
            "SEQ107",
            "got sigmoid of each logit, expected softmax",
            "1 / (1 + exp(-x))",
            fix,
            1 / (1 + np.exp(-x)),
        )
        got = "got exp(logit), never divided by the sum"
        yield Mistake("SEQ103", got, "exp(x)", fix, np.exp(x))
        yield Mistake("SEQ103", got, "exp(x - max x)", fix, np.exp(x - x.max(-1, keepdims=True)))
        yield Mistake("SEQ421", "got log-probabilities, expected probabilities", "log_softmax(x)", fix, right)
        yield Mistake("SEQ420", "got the sign flipped", "-softmax(x)", "drop the minus", -np.exp(right))
        yield Mistake(
            "SEQ411",
            "got powers of 2, expected of e",
            "2^x / Σ 2^x",
            fix,
            np.exp(_log_softmax(x * LOG_BASE[2])),
        )
        for t in _TEMPERATURES:
            yield Mistake(
                "SEQ110",
                f"got softmax at temperature {t:g}",
                f"softmax(x / {t:g})",
                fix,
                np.exp(_log_softmax(x / t)),
            )
        kept = np.where(actual > 0.0, x, -np.inf)
        if (actual == 0.0).any() and (actual > 0.0).any(-1).all():
            got = "got softmax over some entries only, the others are 0"
            yield Mistake(
                "SEQ108",
                got,
                "softmax over the entries kept",
                "keep the whole vocabulary",
                np.exp(_log_softmax(kept)),
            )


def log_softmax_versions(actual: Floats, x: Floats, axis: int) -> Iterator[Mistake]:
    """What may stand where log_softmax(x) should."""
    right = _log_softmax(x)
    fix = f"log_softmax(logits, {axis})"
    with np.errstate(all="ignore"):
        for name, other in _other_axes(x, axis):
            got = f"got log-softmax over {name}, expected axis {axis}"
            yield Mistake("SEQ104", got, f"log_softmax over {name}", fix, _log_softmax(x, other))
        yield Mistake("SEQ101", "got the logits, expected log-softmax", "x", fix, x)
        yield Mistake(
            "SEQ106",
            "got log-softmax of softmax",
            "log_softmax(softmax(x))",
            "drop the softmax",
            _log_softmax(np.exp(right)),
        )
        yield Mistake(
            "SEQ107",
            "got log sigmoid of each logit, expected log-softmax",
            "-log(1 + exp(-x))",
            fix,
            -np.logaddexp(0.0, -x),
        )
        got = "got shifted logits, the log of the sum is not subtracted"
        yield Mistake("SEQ103", got, "x - max x", fix, x - x.max(-1, keepdims=True))
        yield Mistake(
            "SEQ421", "got probabilities, expected log-probabilities", "softmax(x)", fix, np.exp(right)
        )
        yield Mistake("SEQ420", "got the sign flipped: -log p", "-log_softmax(x)", "drop the minus", -right)
        for base in (2, 10):
            yield Mistake(
                "SEQ411",
                f"got base-{base} logarithms, expected natural",
                f"log{base} p",
                f"multiply by ln {base}",
                right / LOG_BASE[base],
            )
        for t in _TEMPERATURES:
            got = f"got log-probs divided by {t:g}, not normalised again"
            yield Mistake("SEQ109", got, f"log_softmax(x) / {t:g}", fix, right / t)
            yield Mistake(
                "SEQ110",
                f"got log-softmax at temperature {t:g}",
                f"log_softmax(x / {t:g})",
                fix,
                _log_softmax(x / t),
            )
        for eps in _EPSILONS:
            yield Mistake(
                "SEQ604",
                f"got log(p + {eps:g})",
                f"log(softmax(x) + {eps:g})",
                fix,
                np.log(np.exp(right) + eps),
            )
        kept = np.where(np.isfinite(actual), x, -np.inf)
        if (actual == -np.inf).any() and np.isfinite(actual).any(-1).all():
            wrong = np.isneginf(actual) & np.isfinite(right)
            if (right[wrong] < -80.0).all():
                yield Mistake(
                    "SEQ602",
                    "got -inf where the probability underflows",
                    "log(softmax(x))",
                    fix,
                    np.where(wrong, -np.inf, right),
                )
            got = "got log-softmax over some entries only, the others are -inf"
            yield Mistake(
                "SEQ108",
                got,
                "log_softmax over the entries kept",
                "keep the whole vocabulary",
                _log_softmax(kept),
            )


def overflow(actual: Floats, x: Floats, arithmetic: Arithmetic) -> Mistake | None:
    """exp without the maximum subtracted, where it shows: NaN or inf in rows of large or small logits."""
    top = x.max(-1)
    lost = (top > math.log(arithmetic.largest) - math.log(x.shape[-1])) | (
        top < math.log(arithmetic.smallest)
    )
    broken = np.isnan(actual).any(-1) | np.isposinf(actual).any(-1)
    if broken.any() and not (broken & ~lost).any():
        got = "got NaN or inf where exp(logit) leaves the range of floats"
        return Mistake("SEQ601", got, "exp(x) / Σ exp(x)", "subtract the maximum first: softmax does")
    return None


def gradient_versions(
    x: Floats, ids: NDArray[np.int64], counted: NDArray[np.bool_], reduction: str
) -> Iterator[Mistake]:
    """What may stand where softmax − one-hot should; rows ``[N, V]``, targets and which count ``[N]``."""
    n, size = x.shape
    inside = np.where((ids >= 0) & (ids < size), ids, 0)
    each = np.arange(n)

    def minus_one(p: Floats, at: NDArray[np.int64], rows: NDArray[np.bool_]) -> Floats:
        out = p.copy()
        out[each, at] -= 1.0
        out[~rows] = 0.0
        return out

    p = np.exp(_log_softmax(x))
    count = max(1, int(counted.sum()))
    scale = 1.0 / count if reduction == "mean" else 1.0
    right = minus_one(p, inside, counted) * scale
    fix = "softmax(logits, -1) minus one-hot(targets)"
    if reduction == "sum":
        yield Mistake(
            "SEQ401",
            f"got the gradient of the mean over {count}, expected of the sum",
            "g / N",
            'pass reduction="mean", or use the sum',
            right / count,
        )
    else:
        yield Mistake(
            "SEQ419",
            f"got the gradient of the sum over {count}, expected of the mean",
            "g · N",
            'pass reduction="sum", or divide by N',
            right * count,
        )
        yield Mistake(
            "SEQ303",
            "got a mean over all targets, ignored ones included",
            "g · N / all",
            "divide by the targets that count",
            right * count / n,
        )
    yield Mistake("SEQ420", "got the sign flipped", "one-hot − softmax", "drop the minus", -right)
    if not counted.all():
        everything = np.ones(n, bool)
        yield Mistake(
            "SEQ302",
            "got a gradient where targets are ignored",
            "no row left out",
            "zero the rows of ignored targets",
            minus_one(p, inside, everything) * scale,
        )
    for name, by in (("next", -1), ("previous", 1)):
        yield Mistake(
            "SEQ201",
            f"got one-hot at the {name} target",
            f"targets shifted by {-by}",
            "align targets with logits",
            minus_one(p, np.roll(inside, by), counted) * scale,
        )
    for name, other in _other_axes(x, -1):
        yield Mistake(
            "SEQ104",
            f"got softmax over {name}, expected the vocabulary",
            f"softmax over {name}",
            fix,
            minus_one(np.exp(_log_softmax(x, other)), inside, counted) * scale,
        )
    yield Mistake(
        "SEQ106",
        "got softmax of softmax, minus one-hot",
        "softmax(softmax(x))",
        "apply softmax once",
        minus_one(np.exp(_log_softmax(p)), inside, counted) * scale,
    )
    yield Mistake(
        "SEQ101",
        "got logits minus one-hot, expected softmax",
        "x − one-hot",
        fix,
        minus_one(x, inside, counted) * scale,
    )
    yield Mistake(
        "SEQ421",
        "got log-probs minus one-hot, expected probabilities",
        "log_softmax(x) − one-hot",
        fix,
        minus_one(_log_softmax(x), inside, counted) * scale,
    )


# Values that should sum to 1


def normalisation_mistake(
    values: Floats, axis: int, space: str, tolerance: Callable[[Floats], Any]
) -> Mistake | None:
    """Why values along the last axis (the caller's ``axis``) do not sum to 1."""

    def sums_to_one(p: Floats, over: int | tuple[int, ...] = -1) -> bool:
        with np.errstate(all="ignore"):
            return bool((p >= 0.0).all() and (np.abs(p.sum(over) - 1.0) <= np.max(tolerance(p))).all())

    with np.errstate(all="ignore"):
        p = values if space == "prob" else np.exp(values)
        for name, over in _other_axes(values, axis):
            if sums_to_one(p, over):
                return Mistake(
                    "SEQ104",
                    f"sums to 1 over {name}, expected axis {axis}",
                    f"Σ over {name} = 1",
                    f"normalise over axis {axis}",
                )
        if space == "prob" and sums_to_one(np.exp(values)):
            return Mistake(
                "SEQ421",
                "got log-probabilities, expected probabilities",
                "Σ exp = 1",
                'exponentiate, or pass space="logprob"',
            )
        if space == "logprob" and sums_to_one(values):
            return Mistake(
                "SEQ421",
                "got probabilities, expected log-probabilities",
                "Σ values = 1",
                'take the log, or pass space="prob"',
            )
        if space == "logprob":
            for base in (2, 10):
                if sums_to_one(np.exp(values * LOG_BASE[base])):
                    return Mistake(
                        "SEQ411",
                        f"got base-{base} logarithms, expected natural",
                        f"Σ {base}^v = 1",
                        f"multiply by ln {base}",
                    )
        if sums_to_one(np.exp(-values) if space == "logprob" else -values):
            return Mistake("SEQ420", "got the sign flipped", "Σ of -v", "drop the minus")
    return None


# Functions that should not see a constant added to the logits


def shift_mistake(before: Floats, after: Floats, moved: Floats, x: Floats, room: Floats) -> Mistake | None:
    """Why a result changed by more than ``room`` when row ``t`` of the logits ``x`` moved by ``moved[t]``."""

    def close(a: Floats, b: Floats) -> bool:
        with np.errstate(invalid="ignore"):
            return bool((np.abs(a - b) <= room).all())

    fix = "normalise over the vocabulary: log_softmax(logits, -1)"
    if not np.isfinite(after[np.isfinite(before)]).all() or np.isnan(before).any():
        got = "got NaN or inf where exp(logit) leaves the range of floats"
        formula = "exp(x) without the maximum subtracted"
        return Mistake("SEQ601", got, formula, "subtract the maximum first: softmax does")
    per_entry, per_row = before.shape == x.shape, before.shape == moved.shape
    by = moved[..., None] if per_entry else moved
    if per_entry or per_row:
        if close(after - before, by):
            return Mistake("SEQ101", "got logits: they move with the constant", "f(x + c) = f(x) + c", fix)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            if per_entry and close(before, 1.0 / (1.0 + np.exp(-x))):
                return Mistake(
                    "SEQ107", "got sigmoid of each logit, expected softmax", "1 / (1 + exp(-x))", fix
                )
            if (before > 0.0).all() and close(np.log(after) - np.log(before), by):
                got = "got exp(logit), never divided by the sum"
                return Mistake("SEQ103", got, "f(x + c) = f(x) · exp(c)", fix)
            for name, other in _other_axes(x, -1) if per_entry else ():
                log_p = _log_softmax(x, other)
                if close(before, np.exp(log_p)) or close(before, log_p):
                    return Mistake("SEQ104", f"got softmax over {name}", f"softmax over {name}", fix)
        return None
    axis = -1 if before.shape == moved.shape[:-1] else None
    for name, by in (("sum", moved.sum(axis)), ("mean", moved.mean(axis))):
        if close(np.abs(after - before), np.abs(by)):
            got = f"got a {name} of logits: it moves with the constant"
            return Mistake("SEQ101", got, f"f(x + c) = f(x) + {name} of c", fix)
    return None


# Rankings


class _Tokens:
    """What the scored tokens of one sequence have: log-probs, logits, the largest log-prob of each row.

    Without logits those are NaN, and so is every score made of them.
    """

    def __init__(self, problem: Problem) -> None:
        self.logprobs = problem.token_logprobs()[problem.scored]
        self.logits = self.best = np.full(len(self.logprobs), np.nan)
        self.with_prompt = self.logprobs
        if problem.logits is None:
            return
        stats = problem.stats
        self.logits = (stats.logprob + stats.top + stats.log_rest)[problem.scored]
        self.best = -stats.log_rest[problem.scored]
        if problem.prompt_length[0]:
            predicted = np.arange(problem.shape[1])[None] >= int(problem.layout == "causal")
            self.with_prompt = dataclasses.replace(problem, scored=predicted).token_logprobs()[predicted]


_Wrong = tuple[str, str, str, Callable[[_Tokens], Any]]

_USUAL: tuple[_Wrong, ...] = (
    ("SEQ101", "raw logits of the chosen tokens", "Σ x[token]", lambda t: t.logits.sum()),
    ("SEQ401", "mean token log-probs", "Σ log p / N", lambda t: t.logprobs.mean()),
    ("SEQ419", "summed log-probs", "Σ log p", lambda t: t.logprobs.sum()),
    ("SEQ301", "scores that include the prompt", "Σ log p from the start", lambda t: t.with_prompt.sum()),
)
_RARE: tuple[_Wrong, ...] = (
    ("SEQ101", "mean raw logits", "mean of x[token]", lambda t: t.logits.mean()),
    ("SEQ404", "sums of token probabilities", "Σ p", lambda t: np.exp(t.logprobs).sum()),
    ("SEQ405", "means of token probabilities", "mean of p", lambda t: np.exp(t.logprobs).mean()),
    ("SEQ204", "the most likely tokens' log-probs", "Σ max log p", lambda t: t.best.sum()),
    ("SEQ209", "the first token only", "log p of the first", lambda t: t.logprobs[0]),
    ("SEQ209", "the last token only", "log p of the last", lambda t: t.logprobs[-1]),
    (
        "SEQ305",
        "scores without the first token",
        "Σ log p from the second on",
        lambda t: t.logprobs[1:].sum(),
    ),
    ("SEQ306", "scores without the last token", "Σ log p but the last", lambda t: t.logprobs[:-1].sum()),
    ("SEQ103", "sums of exp(logit)", "Σ exp(x[token])", lambda t: np.exp(t.logits).sum()),
    ("SEQ102", "products of raw logits", "Π x[token]", lambda t: t.logits.prod()),
    ("SEQ407", "products of log-probs", "Π log p", lambda t: t.logprobs.prod()),
)
_UNITS: tuple[Literal["char", "byte"], ...] = ("char", "byte")
_HOW = {
    "sum": "sums",
    "token": "means",
    "char": "log-probs a character",
    "byte": "log-probs a byte",
    "unconditional": "log-probs minus unconditional ones",
}
_RIGHT = {"sum": "SEQ419", "token": "SEQ401"}


def ranking_mistakes(
    order: Sequence[Any],
    problems: dict[Any, Problem],
    scores: dict[Any, float],
    normalize: Normalize,
    texts: Mapping[Any, str] | None,
) -> list[Mistake]:
    """The wrong scores that would rank the candidates so, the likeliest first."""
    how = _HOW[normalize]
    tokens = {name: _Tokens(problem) for name, problem in problems.items()}

    def ranked_by(wrong: Iterable[_Wrong]) -> Iterator[Mistake]:
        for code, got, formula, score in wrong:
            if code == _RIGHT.get(normalize) or not all(len(t.logprobs) for t in tokens.values()):
                continue
            with np.errstate(all="ignore"):
                values = {name: float(score(t)) for name, t in tokens.items()}
            yield Mistake(code, f"ranked by {got}, not by {how}", formula, f"rank by {how}", values)

    def by_unit() -> Iterator[Mistake]:
        for unit in _UNITS:
            if unit != normalize and all(isinstance((texts or {}).get(name, name), str) for name in problems):
                values = {name: score_candidate(name, p, unit, texts) for name, p in problems.items()}
                got = f"ranked by {_HOW[unit]}, not by {how}"
                yield Mistake("SEQ422", got, f"Σ log p / {unit}s", f"rank by {how}", values)

    def reversed_order() -> Iterator[Mistake]:
        values = {name: -score for name, score in scores.items()}
        fix = "the best has the largest log-prob, or the smallest loss"
        yield Mistake("SEQ501", "ranked worst first", "ascending log-probs", fix, values)

    known = [*ranked_by(_USUAL), *by_unit(), *reversed_order(), *ranked_by(_RARE)]
    return [mistake for mistake in known if _ranks(mistake.value, order)]


def _ranks(values: dict[Any, float], order: Sequence[Any]) -> bool:
    ranked = sorted(values, key=lambda name: -values[name])
    distinct = len(set(values.values())) == len(values)
    return (
        distinct
        and not any(math.isnan(value) for value in values.values())
        and ranked[: len(order)] == list(order)
    )


_QUANTITY = {"sum": "logprob", "token": "mean_logprob"}


def score_mistakes(
    given: dict[Any, float], problems: dict[Any, Problem], normalize: str, room: dict[Any, float]
) -> list[Mistake]:
    """The bugs that explain the score of every candidate."""
    if normalize not in _QUANTITY:
        return []
    from pytest_seqscore.diagnosis import diagnose_problem

    common: dict[str, Match] | None = None
    for name, problem in problems.items():
        problem = dataclasses.replace(problem, base="e")
        quantity: Any = _QUANTITY[normalize]
        report = diagnose_problem(given[name], problem, quantity=quantity, allowed=room[name])
        here = {match.codes[0]: match for match in report.matches if len(match.codes) == 1}
        common = here if common is None else {code: common[code] for code in common if code in here}
    return [Mistake(code, m.headline, m.formula, m.fix, m.value) for code, m in (common or {}).items()]


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


def half_precision(arithmetic: Arithmetic, within: Callable[[Arithmetic], bool]) -> Mistake | None:
    """Whether a result that promises more is ``within`` what half precision gives."""
    for name in ("float16", "bfloat16"):
        if arithmetic.unit < arithmetic_of(name).unit and within(arithmetic_of(name)):
            got = f"got the precision of {name}, expected {arithmetic.name.split()[0]}"
            return Mistake("SEQ607", got, f"computed in {name}", "compute in float32: logits.float()")
    return None
