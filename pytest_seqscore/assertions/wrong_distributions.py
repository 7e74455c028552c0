"""Known wrong distributions, gradients and functions of logits: what each gives, and its code."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.assertions.mistakes import Mistake
from pytest_seqscore.problem import LOG_BASE
from pytest_seqscore.tolerances import Arithmetic, arithmetic_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TEMPERATURES = (*(tenths / 10 for tenths in range(1, 21) if tenths != 10), 5.0)
_EPSILONS = tuple(10.0**-power for power in range(12, 2, -1))


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


def half_precision(
    values: Floats, arithmetic: Arithmetic, within: Callable[[Arithmetic], bool]
) -> Mistake | None:
    """Whether a result that promises more is made of half-precision numbers and ``within`` their error."""
    for name in ("float16", "bfloat16"):
        half = arithmetic_of(name)
        if arithmetic.unit < half.unit and _is_on_grid(values, half.unit) and within(half):
            got = f"got the precision of {name}, expected {arithmetic.name.split()[0]}"
            return Mistake("SEQ607", got, f"computed in {name}", "compute in float32: logits.float()")
    return None


def _is_on_grid(values: Floats, unit: float) -> bool:
    """Whether nine in ten values have no more digits than a format of that unit roundoff."""
    mantissa, _ = np.frexp(values)
    with np.errstate(invalid="ignore"):
        steps = mantissa / unit
        return bool(np.mean(steps == np.rint(steps)) >= 0.9)


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
    size = x.shape[-1]
    for name, by in (("sum", moved.sum(axis)), ("mean", moved.mean(axis)), ("sum", size * moved.sum(axis))):
        if close(np.abs(after - before), np.abs(by)):
            got = f"got a {name} of logits: it moves with the constant"
            return Mistake("SEQ101", got, f"f(x + c) = f(x) + {name} of c", fix)
    return None
