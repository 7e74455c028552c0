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

_PARALLEL = 1 << 23  # elements from which threads pay for themselves
_THREADS = 3  # each has a block of its own, and all of them together stay within a few MB
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
        each = np.arange(len(part))
        stats.argmax[at] = top_at = part.argmax(-1)
        stats.top[at] = top = part[each, top_at].astype(np.float64)
        check_top(top, at, shape)
        target = part[each, flat_targets[at]]
        rest, moment, higher = np.zeros(len(part)), np.zeros(len(part)), np.zeros(len(part), np.int64)
        for start, d in _shifted(part, top, scratch):
            e = d
            if full:
                higher += np.count_nonzero(part[:, start : start + d.shape[1]] > target[:, None], axis=-1)
                np.maximum(d, _UNDERFLOW, out=d)
                e = np.empty_like(d)
            np.exp(d, out=e)
            if full:
                moment -= np.multiply(d, e, out=d).sum(-1)
            here = (top_at >= start) & (top_at < start + e.shape[1])
            e[each[here], top_at[here] - start] = 0.0
            rest += e.sum(-1)
        stats.log_rest[at] = np.log1p(rest)
        stats.logprob[at] = (target.astype(np.float64) - top) - stats.log_rest[at]
        if full:
            stats.rank[at] = higher + 1
            stats.entropy[at] = stats.log_rest[at] + moment / (1.0 + rest)

    def reduce_there(part: Any, at: Ints) -> None:
        xp = rows.device
        top_at = part.argmax(-1)
        top = xp.amax(part, -1)
        check_top(_host(top), at, shape)
        each = list(range(len(at)))
        target = part[each, flat_targets[at].tolist()]
        d = part - top[:, None]
        e = xp.exp(d)
        moment = -xp.sum(xp.clip(d, _UNDERFLOW, None) * e, -1) if full else None
        e[each, top_at] = 0.0
        rest = xp.sum(e, -1)
        log_rest = xp.log1p(rest)
        stats.argmax[at], stats.top[at], stats.log_rest[at] = _host(top_at), _host(top), _host(log_rest)
        stats.logprob[at] = _host(target - top - log_rest)
        if full:
            stats.rank[at] = _host(xp.sum(part > target[:, None], -1)) + 1
            stats.entropy[at] = _host(log_rest + moment / (1.0 + rest))

    for_each_block(rows, wanted, reduce, reduce_there)
    return RowStats(*(getattr(stats, name).reshape(shape) for name in RowStats.__dataclass_fields__))


def tail_mass(rows: Rows, wanted: Bools, stats: RowStats, unit: float) -> Floats:
    """Σ_j min(p_j, unit) of every wanted row: the mass that additions in that precision may lose."""
    top, log_rest = stats.top.reshape(-1), stats.log_rest.reshape(-1)
    out = np.full(top.shape, np.nan)

    def reduce(part: NDArray[Any], at: Ints, scratch: Floats) -> None:
        total = np.zeros(len(part))
        for _, d in _shifted(part, top[at], scratch):
            d -= log_rest[at][:, None]
            np.exp(d, out=d)
            total += np.minimum(d, unit, out=d).sum(-1)
        out[at] = total

    def reduce_there(part: Any, at: Ints) -> None:
        xp = rows.device
        log_z = (top[at] + log_rest[at]).tolist()
        for number, row, z in zip(at, part, log_z, strict=True):
            out[number] = float(xp.sum(xp.clip(xp.exp(row - z), None, unit)))

    for_each_block(rows, wanted, reduce, reduce_there)
    return out.reshape(stats.top.shape)


def for_each_block(
    rows: Rows,
    wanted: Bools,
    work: Callable[[NDArray[Any], Ints, Floats], None],
    work_there: Callable[[Any, Ints], None] | None = None,
) -> None:
    """Call ``work(part [n, V], at [n], scratch)`` for the wanted rows, ``at`` their numbers in C order.

    Rows on an accelerator are given to ``work_there(part, at)`` as float64, where they are.
    """
    numbers = np.arange(wanted.size).reshape(wanted.shape)

    def run(indices: list[Index]) -> None:
        scratch = np.empty(BLOCK)
        for index in indices:
            here = wanted[index]
            if not here.any():
                continue
            at = numbers[index][here]
            if rows.device is not None and rows.raw is not None and work_there is not None:
                chosen = np.flatnonzero(here).tolist()
                work_there(rows.raw(index).reshape(-1, rows.shape[-1])[chosen], at)
                continue
            part = rows.read(index)
            part = part.reshape(-1, rows.shape[-1]) if here.all() else part[here]
            # numpy compares float16 one number at a time; float32 holds it exactly
            work(part.astype(np.float32) if part.dtype == np.float16 else part, at, scratch)

    size = BLOCK * 64 if rows.device is not None else BLOCK
    indices = list(rows.blocks(size))
    threads = min(_THREADS, _cpus(), len(indices))
    if threads > 1 and rows.parallel and np.count_nonzero(wanted) * rows.shape[-1] >= _PARALLEL:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, (indices[first::threads] for first in range(threads))))
    else:
        run(indices)


def _shifted(part: NDArray[Any], top: Floats, scratch: Floats) -> Iterator[tuple[int, Floats]]:
    """``part - top`` in float64, some columns at a time where a row is larger than the scratch space."""
    count, width = part.shape
    step = max(1, scratch.size // count)
    for start in range(0, width, step):
        columns = part[:, start : start + step]
        d = scratch[: columns.size].reshape(columns.shape)
        np.copyto(d, columns, casting="unsafe")
        d -= top[:, None]
        yield start, d


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
