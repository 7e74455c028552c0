"""Assertions on distributions: softmax, normalisation, and functions that a shift must not change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.arrays import bad_input, like, open_rows
from pytest_seqscore.assertions.compare import Standard, close
from pytest_seqscore.oracle.softmax import log_softmax, softmax
from pytest_seqscore.tolerances import Arithmetic, distribution_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def assert_softmax(
    actual: Any,
    logits: Any,
    axis: int = -1,
    *,
    temperature: float = 1.0,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``actual`` is softmax(logits / temperature) along ``axis``, shaped as ``logits``.

    Raises:
        SeqScoreAssertionError: it is not; the first line names the bug where it is a known one.
        SeqScoreInputError: ``logits`` or ``axis`` cannot be used.
    """
    __tracebackhide__ = True
    _assert_distribution("softmax", actual, logits, axis, temperature, Standard(rtol, atol, dtype, msg))


def assert_log_softmax(
    actual: Any,
    logits: Any,
    axis: int = -1,
    *,
    temperature: float = 1.0,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``actual`` is log softmax(logits / temperature) along ``axis``. Raises as ``assert_softmax``."""
    __tracebackhide__ = True
    _assert_distribution("log_softmax", actual, logits, axis, temperature, Standard(rtol, atol, dtype, msg))


def _assert_distribution(
    quantity: Literal["softmax", "log_softmax"],
    actual: Any,
    logits: Any,
    axis: int,
    temperature: float,
    standard: Standard,
) -> None:
    __tracebackhide__ = True
    log_p = np.moveaxis(log_softmax(logits, axis, temperature), axis, -1)
    rows = open_rows(logits)
    x = np.moveaxis(rows.float64(), axis, -1) / temperature
    values = standard.numbers(actual)
    if values.shape != rows.shape:
        raise standard.failure(f"got shape {values.shape}, expected that of logits, {rows.shape}")
    values = np.moveaxis(values, axis, -1)
    expected = log_p
    if quantity == "softmax":
        expected = np.moveaxis(softmax(logits, axis, temperature), axis, -1)

    def bound(a: Arithmetic) -> Floats:
        tau: Floats = distribution_bounds(log_p, x, a, rows.dtype)
        with np.errstate(invalid="ignore"):
            if temperature != 1.0:  # dividing by it rounds every logit
                tau = tau + 4.0 * a.unit * np.abs(x)
            if quantity == "log_softmax":
                return tau
            return np.asarray(np.where(expected > 0.0, expected * (np.expm1(tau) + a.unit), 0.0) + a.smallest)

    arithmetic = standard.precision(actual, rows.dtype)
    allowed = standard.allowed(expected, lambda: bound(arithmetic))
    if close(values, expected, allowed, arithmetic).all():
        return
    from pytest_seqscore.assertions import mistakes
    from pytest_seqscore.assertions import wrong_distributions as wrong

    versions = wrong.log_softmax_versions if quantity == "log_softmax" else wrong.softmax_versions
    report = mistakes.recognise(values, expected, versions(values, x, axis), arithmetic, quantity, allowed)
    if not report.matches:
        known = wrong.overflow(values, x, arithmetic) or wrong.half_precision(
            values, arithmetic, lambda a: bool(close(values, expected, bound(a), a).all())
        )
        report = mistakes.of(known, quantity, values, expected, allowed)
    raise standard.explained(report, f"got no {quantity} of the logits over axis {axis}", arithmetic)


def assert_normalized(
    values: Any,
    axis: int = -1,
    space: Literal["prob", "logprob"] = "prob",
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """Probabilities (or natural-log probabilities) are not negative and sum to 1 along ``axis``.

    Raises:
        SeqScoreAssertionError: they do not; the first line names the bug where it is a known one.
        SeqScoreInputError: ``axis`` or ``space`` is not known.
    """
    __tracebackhide__ = True
    standard = Standard(rtol, atol, dtype, msg)
    if space not in ("prob", "logprob"):
        raise bad_input("space", repr(space)[:40], '"prob" or "logprob"')
    array = standard.numbers(values)
    if (
        isinstance(axis, bool)
        or not isinstance(axis, (int, np.integer))
        or not -array.ndim <= axis < array.ndim
    ):
        raise bad_input("axis", repr(axis)[:40], f"an axis of values of shape {array.shape}")
    arithmetic = standard.precision(values, "")
    v = np.moveaxis(array, axis, -1)

    def allowed(p: Floats) -> Floats:
        return standard.allowed(np.ones(()), lambda: _sum_bound(p, arithmetic))

    with np.errstate(over="ignore", invalid="ignore"):
        p = v if space == "prob" else np.exp(v)
        total = p.sum(-1)
        ok = (np.abs(total - 1.0) <= allowed(p)) & (p >= 0.0).all(-1)
    if ok.all():
        return
    from pytest_seqscore.assertions import mistakes
    from pytest_seqscore.assertions import wrong_distributions as wrong

    worst = np.unravel_index(int(np.argmin(ok)), total.shape)
    place = f" at [{', '.join(str(int(i)) for i in worst)}]" if worst else ""
    negative = bool((p[worst] < 0.0).any())
    found = "a negative probability" if negative else f"a sum of {total[worst]:.6g}"
    known = wrong.normalisation_mistake(v, axis, space, allowed)
    report = mistakes.of(known, "sum", total, np.ones_like(total), allowed(p))
    raise standard.explained(report, f"got {found} along axis {axis}{place}, expected 1", arithmetic)


def _sum_bound(p: Floats, arithmetic: Arithmetic) -> Floats:
    """How far the sum of correctly computed probabilities may be from 1.

    Each is off by τ_token times itself, so that -log p and the distance to the largest, in the place of |l|
    and D, add up to at most 4 H. An offset of the logits cannot be seen here and is not in it.
    """
    a = arithmetic
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        entropy = np.where(p > 0.0, -p * np.log(p), 0.0).sum(-1)
        lost = np.minimum(np.abs(p), a.sum_unit).sum(-1)
    adding = np.minimum(a.chain(p.shape[-1]) * a.sum_unit, lost + 16.0 * a.sum_unit)
    steps = 4.0 * np.abs(entropy) + 6.0 + np.log(p.shape[-1])
    return np.asarray(2.0 * adding + a.unit * steps + p.shape[-1] * a.smallest)


def assert_shift_invariant(
    fn: Callable[[Any], Any],
    logits: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``fn(logits)`` stays the same where a constant is added to all logits of a row.

    Tried with constants that differ from row to row, large ones among them, so that neither a wrong axis nor
    an exponential that overflows goes unseen. The logits are rounded such that adding is exact.

    Args:
        fn: from logits, of the kind and dtype of ``logits``, to a number or an array.
        logits: ``[V]``, ``[T, V]`` or ``[B, T, V]``; left as they are.

    Raises:
        SeqScoreAssertionError: it does not; the first line names the bug where it is a known one.
        SeqScoreInputError: logits that cannot be normalised.
    """
    __tracebackhide__ = True
    standard = Standard(rtol, atol, dtype, msg)
    rows = open_rows(logits)
    given = rows.float64()
    log_softmax(given)  # raises where a row has no distribution
    rowwise = 0.5 ** (np.arange(given[..., 0].size) % 3).reshape(given.shape[:-1])
    for constant in (1.0, -8.0, 1000.0, -1000.0):
        moved = np.asarray(constant * rowwise, dtype=np.float64)  # rows move by c, c/2, c/4, c, …
        shifted = _as_given(given + moved[..., None], logits)
        base = _as_given(shifted - moved[..., None], logits)
        result = fn(like(base, logits))
        before, after = standard.numbers(result), standard.numbers(fn(like(shifted, logits)))
        if before.shape != after.shape:
            raise standard.failure(
                f"got shape {before.shape}, then {after.shape} for the same logits shifted"
            )
        arithmetic = standard.precision(result, rows.dtype)
        room = _shift_room(base, moved, before, arithmetic)
        allowed = standard.allowed(before, lambda room=room: room)  # type: ignore[misc]
        if not np.isnan(before).any() and close(after, before, allowed, arithmetic).all():
            continue
        from pytest_seqscore.assertions import mistakes
        from pytest_seqscore.assertions import wrong_distributions as wrong

        known = wrong.shift_mistake(before, after, moved, base, 4.0 * room + 1e-6 * abs(constant))
        report = mistakes.of(known, "shift", after, before, allowed)
        raise standard.explained(report, f"changed when {constant:g} was added to the logits", arithmetic)


def _as_given(x: Floats, logits: Any) -> Floats:
    """``x`` rounded to what the dtype of ``logits`` can hold."""
    return open_rows(like(x, logits)).float64()


def _shift_room(x: Floats, moved: Floats, result: Floats, arithmetic: Arithmetic) -> Floats:
    """How far a shift-invariant result may move: twice what rounding may do to it.

    Entry by entry for a distribution; else by the worst entry of a row, times the rows that it may sum up.
    """
    log_p = log_softmax(x)
    tau = np.where(np.isfinite(log_p), distribution_bounds(log_p, x, arithmetic), 0.0)
    tau = 2.0 * (tau + arithmetic.unit * np.abs(moved)[..., None])
    with np.errstate(invalid="ignore", over="ignore"):
        if result.shape == x.shape:
            entries = np.abs(result) * np.expm1(tau) if (result >= 0.0).all() else tau
            return np.asarray(entries + arithmetic.smallest)
        rows = 1 if result.shape == moved.shape else max(1, moved.size)
        return np.asarray(rows * tau.max() * np.maximum(1.0, np.abs(result)) + arithmetic.smallest)
