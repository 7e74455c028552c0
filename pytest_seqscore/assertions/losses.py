"""Assertions on the cross entropy and its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.arrays import open_rows, to_numpy
from pytest_seqscore.assertions.compare import Standard, close
from pytest_seqscore.oracle.loss import Reduction, cross_entropy, cross_entropy_grad
from pytest_seqscore.oracle.scoring import evaluate
from pytest_seqscore.oracle.softmax import log_softmax
from pytest_seqscore.problem import Problem
from pytest_seqscore.tolerances import Arithmetic, Quantity, bounds, distribution_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_QUANTITY: dict[str, Quantity] = {"mean": "mean_logprob", "sum": "logprob", "none": "token_logprobs"}


def assert_cross_entropy(
    actual: Any,
    logits: Any,
    targets: Any,
    reduction: Reduction = "mean",
    *,
    ignore_index: int | None = -100,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``actual`` is the cross entropy in nats, as ``oracle.cross_entropy`` defines it.

    With ``reduction="none"``, entries of ignored targets are not looked at.

    Raises:
        SeqScoreAssertionError: it is not; the first line names the bug where it is a known one.
        SeqScoreInputError: the other arguments do not fit.
    """
    __tracebackhide__ = True
    standard = Standard(rtol, atol, dtype, msg)
    shape = np.shape(cross_entropy(logits, targets, reduction, ignore_index=ignore_index))
    problem = _flat(logits, targets, ignore_index)
    quantity = _QUANTITY[reduction]
    values = -standard.numbers(actual)
    if values.shape != shape and not (values.size == 1 and not shape):
        raise standard.failure(f"got shape {values.shape}, expected {shape or 'one number'}")
    values = values.reshape((1, -1) if reduction == "none" else 1)
    expected = evaluate(problem, quantity)
    arithmetic = standard.precision(actual, problem.logits_dtype)
    allowed = standard.allowed(expected, lambda: bounds(problem, quantity, arithmetic))
    if close(values, expected, allowed, arithmetic).all():
        return
    from pytest_seqscore.assertions import mistakes
    from pytest_seqscore.diagnosis import diagnose_problem

    report = diagnose_problem(values[0], problem, quantity=quantity, dtype=arithmetic, allowed=allowed)
    if reduction == "mean" and not report.matches:
        batch = Problem.build(logits, targets, ignore_index=ignore_index)
        known = mistakes.mean_of_means(float(values[0]), batch, 4.0 * float(allowed[0]))
        report = mistakes.of(known, quantity, values[0], expected[0], allowed[0])
    report = mistakes.negated(report)
    raise standard.explained(report, f"got no cross entropy of these targets ({reduction})", arithmetic)


def assert_cross_entropy_grad(
    actual: Any,
    logits: Any,
    targets: Any,
    reduction: Literal["mean", "sum"] = "sum",
    *,
    ignore_index: int | None = -100,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
) -> None:
    """``actual`` is softmax − one-hot, the gradient of the summed (or mean) cross entropy by the logits.

    Raises as ``assert_cross_entropy``.
    """
    __tracebackhide__ = True
    standard = Standard(rtol, atol, dtype, msg)
    expected = cross_entropy_grad(logits, targets, reduction, ignore_index=ignore_index)
    problem = _flat(logits, targets, ignore_index)
    assert problem.tokens is not None
    values = standard.numbers(actual)
    if values.shape != expected.shape:
        raise standard.failure(f"got shape {values.shape}, expected that of logits, {expected.shape}")
    counted = problem.scored[0]
    x = np.where(counted[:, None], problem.raw_rows(), 0.0)
    values, expected = values.reshape(x.shape), expected.reshape(x.shape)

    def bound(a: Arithmetic) -> Floats:
        # softmax is off by p·τ; then 1 - p is rounded, and the division by N
        log_p = log_softmax(x)
        tau = np.where(np.isfinite(log_p), distribution_bounds(log_p, x, a, problem.logits_dtype), 0.0)
        room = np.exp(log_p) * np.expm1(tau)
        if reduction == "mean":
            room = room / counted.sum()
        return np.asarray(
            np.where(counted[:, None], room + 2.0 * a.unit * np.abs(expected), 0.0) + a.smallest
        )

    arithmetic = standard.precision(actual, problem.logits_dtype)
    allowed = standard.allowed(expected, lambda: bound(arithmetic))
    if close(values, expected, allowed, arithmetic).all():
        return
    from pytest_seqscore.assertions import mistakes
    from pytest_seqscore.assertions import wrong_distributions as wrong

    versions = wrong.gradient_versions(problem.raw_rows(), problem.tokens[0], counted, reduction)
    report = mistakes.recognise(values, expected, versions, arithmetic, "gradient", allowed)
    if not report.matches:
        known = wrong.half_precision(
            values, arithmetic, lambda a: bool(close(values, expected, bound(a), a).all())
        )
        report = mistakes.of(known, "gradient", values, expected, allowed)
    raise standard.explained(report, "got no gradient of the cross entropy: softmax - one-hot", arithmetic)


def _flat(logits: Any, targets: Any, ignore_index: int | None) -> Problem:
    """All sequences of a batch as one: a loss does not tell them apart."""
    rows = open_rows(logits)
    if len(rows.shape) == 3:
        logits = to_numpy(logits, "logits").reshape(-1, rows.shape[-1])
        targets = to_numpy(targets, "targets").reshape(-1)
    return Problem.build(logits, targets, ignore_index=ignore_index)
