"""What the logits say that a wrong number may be made of, read in as few passes over the vocabulary as it
takes.

Every array here is float64 with a batch axis. Tokens are ``[B, T]``; a row of logits is named by its number
``b * T + t`` in the caller's array. A ``View`` says which entry of which row each token's score is read from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.kernels import for_each_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pytest_seqscore.problem import Problem

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

TEMPERATURES = (*(k / 10 for k in range(1, 10)), *(k / 10 for k in range(11, 21)), 5.0)
TOP_K = (1, 2, 3, 5, 10, 20, 40, 50, 100)
TOP_P = (0.5, 0.8, 0.9, 0.95, 0.99)

_CHAINS = (
    (1.0, 1),
    (1.1, 0),
    (1.2, 2),
    (1.3, 0),
    (1.4, 1),
    (1.5, 0),
    (1.6, 4),
    (1.7, 0),
    (1.8, 1),
    (1.9, 0),
    (2.0, 0),
    (5.0, 0),
)
"""exp(d / t) once for each t; squaring it n times gives the temperatures t/2, t/4, …, which is cheaper."""

SMALL = 1 << 22
"""Logits up to here are read as often as it takes; above, only what one pass gives is used."""


class View:
    """Which entry of which row each token's score is read from: ``row``, ``token`` int64 ``[B, T]``, -1 =
    none.

    What is read there, float64 ``[B, T]`` and NaN where there is nothing, is read once.
    """

    def __init__(self, evidence: Evidence, row: Ints, token: Ints) -> None:
        self.evidence, self.row, self.token = evidence, row, token
        self.valid = (row >= 0) & (token >= 0)

    @cached_property
    def logit(self) -> Floats:
        out = np.full(self.row.shape, np.nan)
        out[self.valid] = self.evidence.read(self.row[self.valid], self.token[self.valid])
        return out

    @cached_property
    def top(self) -> Floats:
        """The largest logit of the row."""
        return self.of_row(self.evidence.rows.top)

    @cached_property
    def lse(self) -> Floats:
        """logsumexp of the row."""
        return self.of_row(self.evidence.rows.lse)

    @cached_property
    def logprob(self) -> Floats:
        """log p of the entry."""
        given = self.evidence.problem.given
        return (
            given if given is not None else (self.logit - self.top) - self.of_row(self.evidence.rows.log_rest)
        )

    @cached_property
    def penalties(self) -> list[tuple[Ints, Ints, Floats, Ints, Floats]]:
        """For each sequence with entries: sequence, places, what each has seen, ids, and logits of those."""
        evidence, out = self.evidence, []
        for b in range(evidence.B):
            t = np.flatnonzero(self.valid[b])
            if len(t):
                ids, first = np.unique(evidence.tokens[b], return_index=True)
                row = self.row[b, t]
                seen = first < (row % evidence.T + int(evidence.causal))[:, None]
                out.append(
                    (
                        np.full(t.shape, b),
                        t,
                        seen,
                        ids,
                        evidence.read(*np.broadcast_arrays(row[:, None], ids)),
                    )
                )
        return out

    def of_row(self, values: Floats) -> Floats:
        """A number of each row, ``[..., R]``, at the row of each token, ``[..., B, T]``."""
        return np.asarray(np.where(self.row >= 0, values[..., self.row], np.nan))


@dataclass(frozen=True, eq=False)
class Rows:
    """One entry a row of logits: largest logit, logsumexp, argmax, logsumexp of the softmax."""

    top: Floats
    lse: Floats
    log_rest: Floats  # lse - top
    argmax: Ints
    double: Floats
    tempered: Floats  # [len(TEMPERATURES), R]: logsumexp(x / temperature)
    rank: Ints  # of the row's own token, from 1
    above: Floats  # probability of all entries larger than the row's own token


@dataclass(frozen=True, eq=False)
class Truncated:
    """For each cut ``[cuts, R]``: the smallest logit that it keeps, and the logsumexp of what it keeps."""

    least: Floats
    lse: Floats


class Evidence:
    """The problem, and the numbers that wrong versions of its score are computed from."""

    def __init__(self, problem: Problem, num_bytes: Any = None) -> None:
        self.problem = problem
        self.B, self.T = problem.shape
        self.V = problem.vocab_size
        self.num_bytes = num_bytes
        self.scored = problem.scored
        self.causal = problem.layout == "causal"
        self.size = self.B * self.T * self.V

    # Which tokens are what

    @cached_property
    def allowed(self) -> Bools:
        """Tokens that neither the caller's mask nor ``ignore_index`` takes out."""
        keep = np.ones((self.B, self.T), bool) if self.problem.mask is None else self.problem.mask
        return keep & ~self.problem.ignored

    @cached_property
    def predicted(self) -> Bools:
        """Tokens for which there is a prediction at all."""
        if self.problem.given is not None:
            return ~np.isnan(self.problem.given)
        return np.broadcast_to(np.arange(self.T) >= int(self.causal), (self.B, self.T))

    @cached_property
    def _leading(self) -> Bools:
        """Tokens before the first scored one of their row."""
        return np.asarray(np.cumsum(self.scored, axis=-1) == 0)

    @cached_property
    def prompt(self) -> Bools:
        """Leading tokens that are context: by ``prompt_length``, or by a mask unlike one of padding."""
        first = np.arange(self.T) < self.problem.prompt_length[:, None]
        masked = self._leading & ~self.allowed & ~self.left_padding
        return np.where(first.any(-1, keepdims=True), first, masked)

    @cached_property
    def left_padding(self) -> Bools:
        """Masked leading tokens, if they all carry one id and are not just one first token in every row."""
        leading = self._leading & ~self.allowed & ~self.problem.ignored
        counts = leading.sum(-1)
        one_id = len(np.unique(self.tokens[leading])) == 1
        is_padding = one_id and (counts.max() > 1 or counts.min() < counts.max())
        return leading if is_padding else np.zeros_like(leading)

    @cached_property
    def padding(self) -> Bools:
        """Tokens that a mask or ``ignore_index`` takes out and that are not prompt."""
        return ~self.allowed & ~self.prompt

    @cached_property
    def prompt_size(self) -> Ints:
        """Prompt tokens of each row that a mask does not take out as padding."""
        return np.asarray(np.count_nonzero(self.prompt & ~self.left_padding, axis=-1))

    # Which entry of which row

    @cached_property
    def tokens(self) -> Ints:
        """Token ids, with 0 in place of ids outside the vocabulary (labels of -100 are clamped like that)."""
        ids = self.problem.tokens
        if ids is None:
            return np.full((self.B, self.T), -1)
        return ids if not self.V else np.where((ids >= 0) & (ids < self.V), ids, 0)

    def rows_at(self, offset: int) -> Ints:
        """Numbers of the rows ``offset`` after each token in the caller's array, -1 outside the sequence."""
        t = np.arange(self.T) + offset
        inside = (t >= 0) & (t < self.T)
        return np.where(inside, t + np.arange(self.B)[:, None] * self.T, -1)

    @cached_property
    def right(self) -> View:
        """The right one."""
        return View(self, self.rows_at(-int(self.causal)), self.tokens)

    def shifted(self, by: int) -> View:
        """Each token read from the row ``by`` later than its own."""
        return View(self, self.rows_at(by - int(self.causal)), self.tokens)

    # Numbers from the logits

    @cached_property
    def read(self) -> Any:
        """``read(row numbers, ids)`` of the logits, float64."""
        logits = self.problem.logits
        assert logits is not None
        lead = logits.shape[:-1]
        if logits.parallel:
            return lambda row, token: logits.read((*np.unravel_index(row, lead), token)).astype(np.float64)
        if self.size <= SMALL:
            whole = logits.float64().reshape(-1, self.V)
            return lambda row, token: whole[row, token]

        def by_row(row: Ints, token: Ints) -> Floats:
            out = np.empty(np.broadcast(row, token).shape)
            row, token = np.broadcast_arrays(row, token)
            for number in np.unique(row):
                here = row == number
                out[here] = logits.float64(tuple(np.unravel_index(number, lead)))[token[here]]
            return out

        return by_row

    @cached_property
    def rows(self) -> Rows:
        """One pass over the vocabulary. Rows that cannot be normalised give NaN."""
        logits = self.problem.logits
        assert logits is not None
        count = self.B * self.T
        target = np.zeros(count, np.int64)
        known = self.right.valid
        target[self.right.row[known]] = self.right.token[known]
        used = np.ones(count, bool)
        if self.size > SMALL:  # what only pairs and prompts would need is left out
            used[:] = False
            used[self.right.row[self.scored]] = True
        out = Rows(
            top=np.full(count, np.nan),
            lse=np.full(count, np.nan),
            log_rest=np.full(count, np.nan),
            argmax=np.full(count, -1),
            double=np.full(count, np.nan),
            tempered=np.full((len(TEMPERATURES), count), np.nan),
            rank=np.zeros(count, np.int64),
            above=np.full(count, np.nan),
        )

        def work(part: NDArray[Any], at: Ints, scratch: Floats) -> None:
            with np.errstate(all="ignore"):
                top = part.max(-1).astype(np.float64)
                d = part.astype(np.float64)
                d -= top[:, None]
                e = np.exp(d)
                total = e.sum(-1)
                out.top[at] = top
                out.log_rest[at] = np.log(total)
                out.lse[at] = top + out.log_rest[at]
                out.argmax[at] = part.argmax(-1)
                if not used[at].any():
                    return
                larger = part > part[np.arange(len(part)), target[at]][:, None]
                out.rank[at] = np.count_nonzero(larger, axis=-1) + 1
                work_space = np.multiply(e, larger)
                out.above[at] = work_space.sum(-1) / total
                np.divide(e, total[:, None], out=work_space)
                out.double[at] = np.log(np.exp(work_space, out=work_space).sum(-1))
                for first, halvings in _CHAINS:
                    if first == 1.0:
                        np.copyto(work_space, e)
                    else:
                        np.divide(d, first, out=work_space)
                        np.exp(work_space, out=work_space)
                    for halving in range(halvings + 1):
                        temperature = first / 2**halving
                        if halving:
                            np.multiply(work_space, work_space, out=work_space)
                        if temperature in _NUMBER:
                            out.tempered[_NUMBER[temperature], at] = top / temperature + np.log(
                                work_space.sum(-1)
                            )

        for_each_block(logits, np.ones(logits.shape[:-1], bool), work)
        return out

    # Wrong normalisers

    @property
    def quadratic(self) -> bool:
        """Whether tables of tokens by tokens are small enough."""
        return self.B * self.T * max(self.T, self.B) <= SMALL

    @property
    def axes(self) -> dict[str, float]:
        """Axes that are not the vocabulary, with how likely each is among them."""
        axes = {"the time axis": 1.0, "the whole array": 0.2}
        if not self.quadratic:
            return {"the whole array": 0.2}
        if self.causal:
            axes["the shifted positions"] = 1.0
        if not (self.scored == self.predicted).all():
            axes["the scored positions"] = 0.5
        if self.B > 1:
            axes["the batch axis"] = 0.5
        return axes

    def over_axis(self, axis: str, view: View) -> Floats:
        """logsumexp along a wrong axis of the column of each token, ``[B, T]``."""
        if axis == "the whole array":
            return np.full((self.B, self.T), np.logaddexp.reduce(self.rows.lse))
        out = np.full((self.B, self.T), np.nan)
        every = self.rows_at(0)
        if axis == "the batch axis":
            lead = np.arange(self.B)[:, None] * self.T
            for place in range(self.T):
                these = np.flatnonzero(view.valid[:, place])
                rows = view.row[these, place] % self.T + lead
                ids = np.broadcast_to(view.token[these, place], rows.shape)
                out[these, place] = np.logaddexp.reduce(self.read(rows, ids), 0)
            return out
        for b in range(self.B):
            rows = every[b]
            if axis == "the shifted positions":
                rows = rows[:-1]
            elif axis == "the scored positions":
                rows = self.right.row[b, self.scored[b]]
            t = np.flatnonzero(view.valid[b])
            if len(rows) and len(t):
                out[b, t] = np.logaddexp.reduce(
                    self.read(*np.broadcast_arrays(rows[:, None], view.token[b, t])), 0
                )
        return out

    @property
    def candidates(self) -> dict[str, float]:
        """Sets of tokens that a softmax may have been restricted to."""
        if not self.quadratic:
            return {}
        return {"the sequence's tokens": 0.5} | (
            {"the batch's tokens": 0.5, "each place's tokens": 0.5} if self.B > 1 else {}
        )

    def over_candidates(self, candidates: str, view: View) -> Floats:
        """logsumexp over a set of tokens in the row of each token, ``[B, T]``."""
        out = np.full((self.B, self.T), np.nan)
        for place in np.argwhere(view.row >= 0) if candidates == "each place's tokens" else ():
            row, ids = view.row[tuple(place)], np.unique(self.tokens[self.scored[:, place[1]], place[1]])
            if len(ids):
                out[tuple(place)] = np.logaddexp.reduce(self.read(np.full(ids.shape, row), ids))
        for b in range(self.B) if candidates != "each place's tokens" else ():
            of = slice(None) if candidates == "the batch's tokens" else b
            ids = np.unique(self.tokens[of][self.scored[of]])
            t = np.flatnonzero(view.row[b] >= 0)
            if len(ids) and len(t):
                out[b, t] = np.logaddexp.reduce(
                    self.read(*np.broadcast_arrays(view.row[b, t], ids[:, None])), 0
                )
        return out

    @cached_property
    def special_tokens(self) -> tuple[int, ...]:
        """Tokens that a mask over the vocabulary is most likely to hide: id 0, the last one, the padding."""
        pads = np.unique(self.tokens[self.padding]) if self.padding.any() else np.zeros(0, np.int64)
        return tuple(sorted({0, self.V - 1, *(int(i) for i in pads if len(pads) == 1)}))

    @cached_property
    def cuts(self) -> tuple[int | float, ...]:
        """The k of top-k (int) and the p of top-p (float) under which every scored token keeps its place."""
        if self.size <= SMALL:
            return (*(k for k in TOP_K if k < self.V), *TOP_P)
        at = self.right.row[self.scored]
        rank, above = self.rows.rank[at].max(initial=0), self.rows.above[at].max(initial=0.0)
        return (*(k for k in TOP_K if rank <= k < self.V), *(p for p in TOP_P if above < p))

    @cached_property
    def truncated(self) -> Truncated:
        """Smallest logit that a cut keeps and logsumexp of what it keeps, of each row."""
        logits = self.problem.logits
        assert logits is not None
        wanted = np.ones(self.B * self.T, bool)
        if self.size > SMALL:
            wanted[:] = False
            wanted[self.right.row[self.scored]] = True
        least, lse = (np.full((len(self.cuts), wanted.size), np.nan) for _ in range(2))

        def work(part: NDArray[Any], at: Ints, scratch: Floats) -> None:
            count = min(self.V, 1024)
            with np.errstate(all="ignore"):
                s = -np.sort(-part.astype(np.float64)) if self.size <= SMALL else _largest(part, count)
                mass = np.exp(s - self.rows.lse[at, None]).cumsum(-1)
                if (mass[:, -1] < TOP_P[-1]).any() and s.shape[1] < self.V:
                    s = -np.sort(-part.astype(np.float64))
                    mass = np.exp(s - self.rows.lse[at, None]).cumsum(-1)
                for number, cut in enumerate(self.cuts):
                    last = np.full(len(at), cut - 1) if isinstance(cut, int) else (mass < cut).sum(-1)
                    each = np.arange(len(at)), np.minimum(last, s.shape[1] - 1)
                    least[number, at] = s[each]
                    lse[number, at] = self.rows.lse[at] + np.log(mass[each])

        for_each_block(logits, wanted.reshape(logits.shape[:-1]), work)
        return Truncated(least, lse)


def _largest(part: NDArray[Any], count: int) -> Floats:
    """The ``count`` largest of each row, in falling order."""
    at = part.shape[-1] - count
    return -np.sort(-np.partition(part, at, axis=-1)[:, at:].astype(np.float64))


_NUMBER = {t: i for i, t in enumerate(TEMPERATURES)}
