"""Functions of one distribution: softmax and its relatives, in float64 and in nats.

All subtract the row's largest logit first, so they neither overflow nor underflow before the result does,
and keep that entry apart in the sum (``kernels``), so a log-probability near 0 is as exact as any other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import bad_input, open_rows, to_numpy
from pytest_seqscore.kernels import check_top, reduce_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def softmax(logits: Any, axis: int = -1, temperature: float = 1.0) -> Floats:
    """exp(x/τ) / Σ exp(x/τ) along ``axis``: float64, shaped as ``logits``.

    Raises:
        SeqScoreInputError: NaN or +inf logits, nothing but -inf along ``axis``, no such axis, or a
            temperature that is not positive.
    """
    out, d, rest = _shifted(logits, axis, temperature)
    np.exp(d, out=d)
    d /= 1.0 + rest
    return out


def log_softmax(logits: Any, axis: int = -1, temperature: float = 1.0) -> Floats:
    """x/τ - logsumexp(x/τ) along ``axis``: float64 nats, shaped as ``logits``. Raises as ``softmax`` does."""
    out, d, rest = _shifted(logits, axis, temperature)
    d -= np.log1p(rest)
    return out


def logsumexp(logits: Any, axis: int = -1) -> Any:
    """log Σ exp(x) along ``axis``, the log-partition: a float for ``[V]``, else an array without that axis.

    Raises as ``softmax`` does.
    """
    stats = _reduce(logits, axis)
    return _plain(stats.top + stats.log_rest)


def entropy(logits: Any) -> Any:
    """H = -Σ p log p of each row, in nats: a float for ``[V]``, else an array without the last axis.

    Entries with p = 0 count 0. Raises as ``softmax`` does.
    """
    return _plain(_reduce(logits, -1, full=True).entropy)


def kl_divergence(p_logits: Any, q_logits: Any) -> Any:
    """KL(p ‖ q) = Σ p (log p - log q) of each pair of rows, in nats; infinite where q lacks what p has.

    Summed as Σ (q - p - p log(q/p)), whose terms are all positive, so that it stays exact where p ≈ q.

    Args:
        p_logits, q_logits: arrays of one shape ``[..., V]``.

    Raises:
        SeqScoreInputError: as ``softmax`` does, or where the shapes differ.
    """
    p_rows, q_rows = open_rows(p_logits, "p_logits"), open_rows(q_logits, "q_logits")
    if p_rows.shape != q_rows.shape:
        raise bad_input("q_logits", f"shape {q_rows.shape}", f"{p_rows.shape}, that of p_logits")
    out = np.empty(p_rows.shape[:-1])
    for index in p_rows.blocks():
        p, log_p = _distribution(p_rows.float64(index) if index else p_rows.float64(), "p_logits")
        q, log_q = _distribution(q_rows.float64(index) if index else q_rows.float64(), "q_logits")
        with np.errstate(invalid="ignore", over="ignore"):
            r = log_q - log_p
            # e^r - 1 - r by its series where the difference would cancel
            series = r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r / 5040)))))
            terms = np.where(np.abs(r) < 0.02, p * series, (q - p) - p * r)
        out[index] = np.where(p > 0.0, terms, q).sum(-1)
    return _plain(out)


def _distribution(x: Floats, argument: str) -> tuple[Floats, Floats]:
    top = x.max(-1, keepdims=True)
    check_top(top.reshape(-1), np.arange(top.size), top.shape[:-1], argument)
    x -= top
    e = np.exp(x)
    at = e.argmax(-1)[..., None]
    np.put_along_axis(e, at, 0.0, -1)
    rest = e.sum(-1, keepdims=True)
    np.put_along_axis(e, at, 1.0, -1)
    x -= np.log1p(rest)
    e /= 1.0 + rest
    return e, x


def _shifted(logits: Any, axis: int, temperature: float) -> tuple[Floats, Floats, Floats]:
    """A fresh copy, its view ``(x - max)/τ`` with ``axis`` last, and Σ exp of all but the largest."""
    if isinstance(temperature, bool) or not (
        isinstance(temperature, (int, float, np.number)) and temperature > 0
    ):
        raise bad_input("temperature", repr(temperature)[:40], "a positive number", "0 means argmax")
    if math.isinf(temperature):
        raise bad_input("temperature", "inf", "a finite number")
    rows = open_rows(logits)
    axis = _axis(axis, len(rows.shape))
    out = rows.float64()
    d = np.moveaxis(out, axis, -1)
    at = d.argmax(-1)[..., None]
    top = np.take_along_axis(d, at, -1)
    check_top(top.reshape(-1), np.arange(top.size), top.shape[:-1])
    d -= top
    d /= temperature
    rest = np.empty(top.shape)
    for place in np.ndindex(top.shape[:-2]):  # one slab at a time: exp makes a second array
        e = np.exp(d[place])
        np.put_along_axis(e, at[place], 0.0, -1)
        rest[place] = e.sum(-1, keepdims=True)
    return out, d, rest


def _reduce(logits: Any, axis: int, *, full: bool = False) -> Any:
    rows = open_rows(logits)
    axis = _axis(axis, len(rows.shape))
    if axis != len(rows.shape) - 1:
        rows = open_rows(np.moveaxis(to_numpy(logits, "logits"), axis, -1))
    lead = rows.shape[:-1]
    return reduce_rows(rows, np.zeros(lead, np.int64), np.ones(lead, bool), full=full)


def _axis(axis: Any, ndim: int) -> int:
    if isinstance(axis, bool) or not isinstance(axis, (int, np.integer)) or not -ndim <= axis < ndim:
        raise bad_input("axis", repr(axis)[:40], f"an int from {-ndim} to {ndim - 1}")
    return int(axis) % ndim


def _plain(values: Floats) -> Any:
    return values if values.ndim else float(values)
