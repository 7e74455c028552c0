"""Reductions over the vocabulary in float64, a block of rows at a time.

With ``top`` the largest logit of a row and ``rest = Σ exp(x_j - top)`` over all entries but that one,

    logsumexp(x) = top + log1p(rest)        log p_k = (x_k - top) - log1p(rest)

Both terms of ``log p_k`` have the same sign, so it is exact to a few units in the last place everywhere:
where the probability is near 1 as well as where it would underflow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import BLOCK, Index, Rows, bad_input

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_READY = {np.float64: np.float64, np.float32: np.float32, np.float16: np.float32}  # float16 is slow
_PARALLEL = 1 << 23  # elements from which threads pay for themselves
_THREADS = 3  # each has a block of its own, and all of them together stay within a few MB
_SAFE = 600.0  # exp of it, times any vocabulary, is finite
_UNDERFLOW = -750.0  # exp of it is 0.0; in place of -inf it keeps 0 · log 0 at 0


@dataclass(frozen=True)
class RowStats:
    """One entry a row, shaped as the rows are; NaN (rank 0, argmax -1) where the row was not wanted.

    ``logprob`` of the target, ``top`` the largest logit, ``log_rest = logsumexp - top``; and where asked for
    the target's ``rank`` from 1, the ``argmax`` and the ``entropy``. Everything in nats.
    """

    logprob: Floats
    top: Floats
    log_rest: Floats
    rank: Ints
    argmax: Ints
    entropy: Floats


def reduce_rows(rows: Rows, targets: Ints, wanted: Bools, *, full: bool = False) -> RowStats:
    """Reduce every wanted row; ``targets`` and ``wanted`` are shaped as ``rows.shape[:-1]``.

    ``full`` asks for rank and entropy too, at twice the cost.

    Raises:
        SeqScoreInputError: a wanted row holds NaN or +inf, or nothing but -inf.
    """
    shape = rows.shape[:-1]
    flat_targets = np.ascontiguousarray(targets).reshape(-1)
    count = flat_targets.size
    stats = RowStats(
        logprob=np.full(count, np.nan),
        top=np.full(count, np.nan),
        log_rest=np.full(count, np.nan),
        rank=np.zeros(count, np.int64),
        argmax=np.full(count, -1),
        entropy=np.full(count, np.nan),
    )

    def reduce(part: NDArray[Any], at: Ints, scratch: Floats) -> None:
        count, width = part.shape
        each, target = np.arange(count), part[np.arange(count), flat_targets[at]]
        top_at, top, rest = np.empty(count, np.int64), np.empty(count), np.zeros(count)
        moment, higher = np.zeros(count), np.zeros(count, np.int64)
        for r in _groups(part, scratch):  # rows that stay in the cache from here to their sum
            x = part[r]
            top_at[r] = x.argmax(-1)
            top[r] = x[each[: len(x)], top_at[r]]
            # exp(x) needs no shift where it can neither overflow nor lose more than exp(x - top) would
            as_is = not full and top[r].min() >= 0.0 and top[r].max() <= _SAFE
            for start, columns, e, d in _tiles(x, scratch):
                if as_is:
                    np.exp(columns, out=e, dtype=np.float64)
                elif full:
                    higher[r] += np.count_nonzero(columns > target[r, None], axis=-1)
                    np.subtract(columns, top[r, None], out=d)
                    np.exp(np.maximum(d, _UNDERFLOW, out=d), out=e)
                    moment[r] -= np.multiply(d, e, out=d).sum(-1)
                else:
                    np.exp(np.subtract(columns, top[r, None], out=e), out=e)
                place = top_at[r] - start
                if e.shape[1] == width:
                    e[each[: len(e)], place] = 0.0
                else:
                    here = (place >= 0) & (place < e.shape[1])
                    e[here, place[here]] = 0.0
                rest[r] += e.sum(-1)
            if as_is:
                rest[r] *= np.exp(-top[r])
        check_top(top, at, shape)
        stats.argmax[at], stats.top[at], stats.log_rest[at] = top_at, top, np.log1p(rest)
        stats.logprob[at] = (target.astype(np.float64) - top) - stats.log_rest[at]
        if full:
            stats.rank[at] = higher + 1
            stats.entropy[at] = stats.log_rest[at] + moment / (1.0 + rest)

    def reduce_there(part: Any, at: Ints) -> None:
        xp, width = rows.device, rows.shape[-1]
        top = xp.amax(part, -1)
        stats.top[at] = _host(top)
        check_top(stats.top[at], at, shape)
        target = part.reshape(-1)[(np.arange(len(at)) * width + flat_targets[at]).tolist()]
        d = part - top[:, None]
        largest = d == 0.0  # one of these is the top, and its 1 stays out of the sum
        e = xp.exp(d)
        rest = xp.sum(e * ~largest, -1) + (xp.sum(largest, -1) - 1)
        log_rest = xp.log1p(rest)
        stats.log_rest[at] = _host(log_rest)
        stats.logprob[at] = _host(target - top - log_rest)
        stats.argmax[at] = _host(xp.sum(xp.cumsum(largest, -1) == 0, -1))
        if full:
            stats.rank[at] = _host(xp.sum(part > target[:, None], -1)) + 1
            moment = -xp.sum(xp.clip(d, _UNDERFLOW, None) * e, -1)
            stats.entropy[at] = _host(log_rest + moment / (1.0 + rest))

    for_each_block(rows, wanted, reduce, reduce_there, size=4 * BLOCK if rows.views else BLOCK)
    return RowStats(*(getattr(stats, name).reshape(shape) for name in RowStats.__dataclass_fields__))


def tail_mass(rows: Rows, wanted: Bools, log_partition: Floats, unit: float) -> Floats:
    """Σ_j min(p_j, unit) of every wanted row: the mass that additions in that precision may lose."""
    log_z = log_partition.reshape(-1)
    out = np.full(log_z.shape, np.nan)

    def reduce(part: NDArray[Any], at: Ints, scratch: Floats) -> None:
        total = np.zeros(len(part))
        for r in _groups(part, scratch):
            for _, columns, p, _ in _tiles(part[r], scratch):
                np.exp(np.subtract(columns, log_z[at][r, None], out=p), out=p)
                total[r] += np.minimum(p, unit, out=p).sum(-1)
        out[at] = total

    def reduce_there(part: Any, at: Ints) -> None:
        xp = rows.device
        for number, row in zip(at, part, strict=True):
            out[number] = float(xp.sum(xp.clip(xp.exp(row - float(log_z[number])), None, unit)))

    for_each_block(rows, wanted, reduce, reduce_there)
    return out.reshape(log_partition.shape)


def for_each_block(
    rows: Rows,
    wanted: Bools,
    work: Callable[[NDArray[Any], Ints, Floats], None],
    work_there: Callable[[Any, Ints], None] | None = None,
    *,
    size: int = BLOCK,
) -> None:
    """Call ``work(part [n, V], at [n], scratch [2, BLOCK])`` for the wanted rows, ``at`` their numbers.

    Rows are numbered in C order, and come some at a time, about ``size`` elements. Those on an accelerator
    are given to ``work_there(part, at)`` as float64, where they are.
    """
    numbers = np.arange(wanted.size).reshape(wanted.shape)

    @np.errstate(all="ignore")  # what is not finite is found by check_top
    def run(indices: list[Index]) -> None:
        scratch = np.empty((2, BLOCK))  # memory that is never touched costs nothing
        for index in indices:
            here = wanted[index]
            chosen = np.flatnonzero(here)
            if not chosen.size:
                continue
            at = numbers[index].reshape(-1)[chosen]
            if rows.device is not None and rows.raw is not None and work_there is not None:
                work_there(rows.raw(index).reshape(-1, rows.shape[-1])[chosen.tolist()], at)
                continue
            part = rows.read(index).reshape(-1, rows.shape[-1])
            first, last = chosen[0], chosen[-1] + 1
            part = part[first:last] if chosen.size == last - first else part[chosen]
            work(part.astype(_READY.get(part.dtype.type, np.float64), copy=False), at, scratch)

    if rows.device is not None:
        size *= 64
    indices = list(rows.blocks(size))
    threads = min(_THREADS, _cpus(), len(indices))
    if threads > 1 and rows.parallel and np.count_nonzero(wanted) * rows.shape[-1] >= _PARALLEL:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, (indices[first::threads] for first in range(threads))))
    else:
        run(indices)


def _groups(part: NDArray[Any], scratch: Floats) -> Iterator[slice]:
    """As many rows at a time as fit the scratch space, one at least."""
    high = max(1, scratch.shape[1] // part.shape[1])
    return (slice(top, top + high) for top in range(0, len(part), high))


def _tiles(rows: NDArray[Any], scratch: Floats) -> Iterator[tuple[int, NDArray[Any], Floats, Floats]]:
    """Some columns at a time, where a row is wider than the scratch space, and two arrays of their shape."""
    wide = min(rows.shape[1], scratch.shape[1])
    for left in range(0, rows.shape[1], wide):
        columns = rows[:, left : left + wide]
        first, second = scratch[:, : columns.size].reshape(2, *columns.shape)
        yield left, columns, first, second


def check_top(top: Floats, at: Ints, shape: tuple[int, ...], argument: str = "logits") -> None:
    """Raise unless the largest logits of the rows ``at``, numbered in C order of ``shape``, are finite."""
    fine = np.isfinite(top)
    if fine.all():
        return
    first = int(np.argmin(fine))
    place = ", ".join(str(int(i)) for i in np.unravel_index(int(at[first]), shape))
    row = f" in row [{place}]" if shape else ""
    if np.isnan(top[first]):
        raise bad_input(argument, f"NaN{row}", "numbers")
    if top[first] > 0:
        raise bad_input(argument, f"+inf{row}", "finite numbers or -inf", "overflow in half precision?")
    raise bad_input(argument, f"only -inf{row}", "at least one finite number", "every token was masked out")


def _host(x: Any) -> Any:
    return x.cpu().numpy() if hasattr(x, "cpu") else x.get()


def _cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
