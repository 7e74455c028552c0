"""The validated form of what every scoring function is given.

``logits, tokens, *, token_logprobs, layout, prompt_length, mask, ignore_index, base`` is the common tail of
the oracles, the assertions and the diagnosis. ``Problem.build`` checks it once and settles which tokens are
scored; everything behind it works on ``Problem`` alone, where every array has a batch axis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import numpy as np

from pytest_seqscore.arrays import Rows, bad_input, dtype_name, none_to_nan, open_rows, to_numpy
from pytest_seqscore.kernels import RowStats, reduce_rows, tail_mass

if TYPE_CHECKING:
    from numpy.typing import NDArray

Layout = Literal["aligned", "causal"]
Base = Literal["e", 2, 10]

LOG_BASE: dict[Any, float] = {"e": 1.0, 2: math.log(2.0), 10: math.log(10.0)}
"""Nats in one unit of a base: divide a natural-log value by it."""


class Tail(TypedDict, total=False):
    """The keyword arguments that every function taking ``logits, tokens`` shares.

    Attributes:
        token_logprobs: ``[T]`` or ``[B, T]`` natural-log probabilities in place of ``logits``; None and NaN
            entries are not scored.
        layout: "aligned" (default): ``logits[t]`` is the distribution that ``tokens[t]`` was drawn from.
            "causal": ``logits[t]`` predicts ``tokens[t + 1]``; token 0 has no prediction and is not scored.
        prompt_length: int or ``[B]``, default 0: that many leading tokens are context, not scored.
        mask: bool, shaped like ``tokens``: True = scored.
        ignore_index: tokens with this id are not scored; default -100; None for no such id.
        base: "e" (default, nats), 2 (bits) or 10: unit of the log-probabilities that are returned.
    """

    token_logprobs: Any
    layout: Layout
    prompt_length: Any
    mask: Any
    ignore_index: int | None
    base: Base


@dataclass(frozen=True, eq=False)
class Problem:
    """``B`` sequences of ``T`` tokens over a vocabulary of ``V``, checked, and which tokens are scored.

    Attributes:
        logits: the logits as given, ``[T, V]`` or ``[B, T, V]``, opened for reading by rows; None where only
            token log-probs were given.
        tokens: int64 ``[B, T]`` as given (unscored entries may be anything); None where only token log-probs
            were given.
        given: float64 ``[B, T]`` natural-log token log-probs where those were given, else None; NaN where
            the report had none.
        scored: bool ``[B, T]``: after layout, prompt, mask and ignored tokens.
        prompt_length: int64 ``[B]``.
        mask: bool ``[B, T]`` as given, else None.
        ignore_index: the id of tokens that are not scored, or None.
        layout, base: as given.
        batched: whether the caller's arrays had a batch axis; if not, ``B`` is 1.
        logits_dtype: the dtype of the caller's logits (or token log-probs), such as "bfloat16"; "" for lists.
    """

    logits: Rows | None
    tokens: NDArray[np.int64] | None
    given: NDArray[np.float64] | None
    scored: NDArray[np.bool_]
    prompt_length: NDArray[np.int64]
    mask: NDArray[np.bool_] | None
    ignore_index: int | None
    layout: Layout
    base: Base
    batched: bool
    logits_dtype: str

    @classmethod
    def build(
        cls,
        logits: Any = None,
        tokens: Any = None,
        *,
        token_logprobs: Any = None,
        layout: Layout = "aligned",
        prompt_length: Any = 0,
        mask: Any = None,
        ignore_index: int | None = -100,
        base: Base = "e",
    ) -> Problem:
        """Check the arguments and settle which tokens are scored.

        Raises:
            SeqScoreInputError: naming the argument, what was found and what was expected. NaN, +inf and
                all -inf rows are found when the rows are read.
        """
        if layout not in ("aligned", "causal"):
            raise bad_input("layout", repr(layout), '"aligned" or "causal"')
        if isinstance(base, bool) or not isinstance(base, (str, int, float)) or base not in LOG_BASE:
            hint = 'natural logarithms are base="e"' if base == math.e else ""
            raise bad_input("base", repr(base)[:40], '"e", 2 or 10', hint)
        if not (ignore_index is None or _is_int(ignore_index)):
            raise bad_input("ignore_index", repr(ignore_index)[:40], "an int or None")
        if token_logprobs is None and logits is None:
            raise bad_input("logits", "nothing", "logits and tokens, or token_logprobs")
        if token_logprobs is not None and logits is not None:
            raise bad_input("token_logprobs", "logits as well", "one of the two")
        if logits is not None and tokens is None:
            raise bad_input("tokens", "nothing", "the token ids that the logits are scored against")
        rows = None if logits is None else open_rows(logits)
        given = None if token_logprobs is None else _read_logprobs(token_logprobs)
        shape = given.shape if given is not None else _rows_shape(rows)
        ids = None if tokens is None else _read_tokens(tokens, shape, rows)
        batched = len(shape) == 2
        size = shape if batched else (1, *shape)

        allowed = None if mask is None else _read_mask(mask, shape).reshape(size)
        prompt = _read_prompt_length(prompt_length, size, batched)
        scored = np.arange(size[1]) >= np.maximum(prompt, int(layout == "causal"))[:, None]
        if allowed is not None:
            scored &= allowed
        if ids is not None:
            ids = ids.reshape(size)
            if ignore_index is not None:
                scored &= ids != ignore_index
        if given is not None:
            given = given.reshape(size)
            scored &= ~np.isnan(given)
        problem = cls(
            rows,
            ids,
            given,
            scored,
            prompt,
            allowed,
            None if ignore_index is None else int(ignore_index),
            layout,
            base,
            batched,
            rows.dtype if rows is not None else dtype_name(token_logprobs),
        )
        problem._check_ids()
        problem._check_not_probabilities()
        return problem

    @property
    def shape(self) -> tuple[int, int]:
        """``(B, T)``."""
        return self.scored.shape[0], self.scored.shape[1]

    @property
    def vocab_size(self) -> int:
        """``V``; 0 where only token log-probs were given."""
        return self.logits.shape[-1] if self.logits is not None else 0

    @property
    def n_scored(self) -> NDArray[np.int64]:
        """int64 ``[B]``: how many tokens are scored."""
        return np.asarray(self.scored.sum(axis=-1), dtype=np.int64)

    @property
    def ignored(self) -> NDArray[np.bool_]:
        """bool ``[B, T]``: tokens that carry ``ignore_index``."""
        if self.tokens is None or self.ignore_index is None:
            return np.zeros(self.shape, bool)
        return np.equal(self.tokens, self.ignore_index)

    def only(self, sequences: NDArray[np.bool_]) -> Problem:
        """The problem of some sequences of the batch, bool ``[B]``; reads their logits whole."""
        logits = self.logits
        if logits is not None:
            logits = replace(open_rows(logits.float64((np.flatnonzero(sequences),))), dtype=logits.dtype)
        return replace(
            self,
            logits=logits,
            tokens=None if self.tokens is None else self.tokens[sequences],
            given=None if self.given is None else self.given[sequences],
            scored=self.scored[sequences],
            prompt_length=self.prompt_length[sequences],
            mask=None if self.mask is None else self.mask[sequences],
        )

    def raw_rows(self, b: int = 0) -> NDArray[np.float64]:
        """Logits of sequence ``b`` as they were given, float64 ``[T, V]``; for small problems."""
        assert self.logits is not None, "only token log-probs were given"
        return self.logits.float64((b,) if self.batched else ())

    def rows(self, b: int = 0) -> NDArray[np.float64]:
        """Logits of sequence ``b``, float64 ``[T, V]``, row ``t`` predicting ``tokens[b, t]``.

        In the causal layout row 0 is NaN: nothing predicts token 0. For small problems.
        """
        raw = self.raw_rows(b)
        if self.layout == "causal":
            raw[1:] = raw[:-1].copy()
            raw[0] = np.nan
        return raw

    @cached_property
    def _log_probs(self) -> NDArray[np.float64]:
        x = np.stack([self.rows(b) for b in range(self.shape[0])])
        with np.errstate(all="ignore"):
            x -= x.max(-1, keepdims=True)
            x -= np.log(np.exp(x).sum(-1, keepdims=True))
        return x

    def log_probs(self) -> NDArray[np.float64]:
        """Log-softmax of all rows, float64 ``[B, T, V]`` aligned with ``tokens``; computed once.

        For small problems: it is as large as the logits. Rows that cannot be normalised are NaN.
        """
        return self._log_probs

    def token_logprobs(self) -> NDArray[np.float64]:
        """Natural-log probability of each scored token, float64 ``[B, T]``, NaN elsewhere.

        Computed once, a block at a time, whatever the size of the logits.

        Raises:
            SeqScoreInputError: a scored row holds NaN or +inf, or nothing but -inf.
        """
        return self._token_logprobs

    @cached_property
    def _token_logprobs(self) -> NDArray[np.float64]:
        if self.given is not None:
            return np.where(self.scored, self.given, np.nan)
        if "stats" in self.__dict__:  # the same numbers, already there
            return self.stats.logprob
        return self.to_tokens(self._reduce(full=False).logprob, np.nan)

    @cached_property
    def stats(self) -> RowStats:
        """Log-prob, rank, argmax, entropy and log-partition of each scored token, each ``[B, T]``; once."""
        stats = self._reduce(full=True)
        fill = {"rank": 0, "argmax": -1}
        fields = RowStats.__dataclass_fields__
        return RowStats(*(self.to_tokens(getattr(stats, name), fill.get(name, np.nan)) for name in fields))

    def _reduce(self, full: bool) -> RowStats:
        assert self.logits is not None and self.tokens is not None
        wanted = self._to_rows(self.scored, False)
        targets = self._to_rows(self.tokens, 0)
        return reduce_rows(self.logits, targets, wanted, full=full)

    def _to_rows(self, values: NDArray[Any], fill: Any) -> NDArray[Any]:
        """From one entry a token, ``[B, T]``, to one entry a row of the caller's logits."""
        assert self.logits is not None
        if self.layout == "causal":
            values = np.concatenate([values[:, 1:], np.full_like(values[:, :1], fill)], axis=1)
        return values.reshape(self.logits.shape[:-1])

    def to_tokens(self, values: NDArray[Any], fill: Any) -> NDArray[Any]:
        """From one entry a row of the caller's logits to one entry a token, ``[B, T]``."""
        values = values.reshape(self.shape)
        if self.layout == "causal":
            values = np.concatenate([np.full_like(values[:, :1], fill), values[:, :-1]], axis=1)
        return values

    def tail_mass(self, unit: float) -> NDArray[np.float64]:
        """Σ_j min(p_j, unit) of the distribution of each scored token, ``[B, T]``, NaN elsewhere."""
        assert self.logits is not None
        log_z = self._to_rows(self.stats.top + self.stats.log_rest, np.nan)
        return self.to_tokens(tail_mass(self.logits, self._to_rows(self.scored, False), log_z, unit), np.nan)

    def _check_ids(self) -> None:
        if self.logits is None or self.tokens is None:
            return
        size = self.vocab_size
        wrong = self.scored & ((self.tokens < 0) | (self.tokens >= size))
        if not wrong.any():
            return
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        token = int(self.tokens[at])
        place = f"[{', '.join(map(str, at if self.batched else at[1:]))}]"
        hint = ""
        if token < 0:
            hint = f"pass ignore_index={token} or mask= if it marks tokens that are not scored"
        elif self.tokens[self.scored].min() == 1 and token == size:
            hint = "ids counted from 1?"
        raise bad_input(
            "tokens", f"id {token} at {place}", f"ids from 0 to {size - 1} (vocabulary of {size})", hint
        )

    def _check_not_probabilities(self) -> None:
        """Rows that sum to 1 are probabilities, unless they could be one-hot or constant logits, or chance.

        Logits are positive in one case of two each, and then add up to 1 in about one row of ten.
        """
        if self.logits is None or self.vocab_size < 2:
            return
        wanted = self._to_rows(self.scored, False)
        chance = 1.0
        for number in np.argwhere(wanted):
            row = self.logits.float64(tuple(number))
            if not (row.min() >= 0.0 and abs(float(row.sum()) - 1.0) <= 1e-2):
                return
            if row.max() < 1.0 and row.max() > row.min() * 1.0001:
                chance *= 0.1 * 0.5 ** len(row)
        if chance < 1e-3:
            hint = "pass the model's output before softmax, or log(p)"
            raise bad_input("logits", "rows of probabilities (each sums to 1)", "logits", hint)


def _is_int(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _rows_shape(rows: Rows | None) -> tuple[int, ...]:
    assert rows is not None
    if len(rows.shape) not in (2, 3):
        hint = "add the sequence axis: logits[None]" if len(rows.shape) == 1 else ""
        raise bad_input("logits", f"shape {rows.shape}", "[T, V] or [B, T, V]", hint)
    return rows.shape[:-1]


def _read_logprobs(token_logprobs: Any) -> NDArray[np.float64]:
    if isinstance(token_logprobs, (list, tuple)):
        token_logprobs = [none_to_nan(item) for item in token_logprobs]
        token_logprobs = token_logprobs or np.zeros(0)
    rows_like = to_numpy(token_logprobs, "token_logprobs")
    if rows_like.size:
        open_rows(rows_like, "token_logprobs")
    if rows_like.ndim not in (1, 2):
        raise bad_input("token_logprobs", f"shape {rows_like.shape}", "[T] or [B, T]", "one number a token")
    values = rows_like.astype(np.float64)
    if np.isposinf(values).any():
        raise bad_input("token_logprobs", "+inf", "log-probabilities, at most 0")
    seen = values[~np.isnan(values)]
    if seen.size and seen.max() > 1e-3:
        hint = "surprisals or losses? negate them" if seen.max() > 1.0 else "probabilities? take their log"
        hint = hint if seen.min() >= 0.0 else ""
        raise bad_input("token_logprobs", f"{seen.max():.6g}", "log-probabilities, at most 0", hint)
    return values


def _read_tokens(tokens: Any, shape: tuple[int, ...], rows: Rows | None) -> NDArray[np.int64]:
    ids = to_numpy(tokens, "tokens")
    if ids.dtype.kind in "US":
        text = f"text ({str(ids.reshape(-1)[0])[:20]!r}, …)"
        raise bad_input("tokens", text, "integer ids", "encode it with the tokenizer")
    if ids.dtype.kind == "O":
        raise bad_input(
            "tokens", "Python objects", "integer ids in rows of one length", "pad them and pass mask="
        )
    if ids.size and ids.dtype.kind not in "iu":
        hint = "a mask? pass it as mask=" if ids.dtype.kind == "b" else "cast them to int where they are made"
        raise bad_input("tokens", ids.dtype.name, "integer ids", hint)
    if ids.shape != shape:
        hint = _shape_hint(ids, shape, rows)
        of = "token_logprobs" if rows is None else f"logits of shape {rows.shape}"
        raise bad_input("tokens", f"shape {ids.shape}", f"{shape} for {of}", hint)
    return ids.astype(np.int64)


def _shape_hint(ids: NDArray[Any], shape: tuple[int, ...], rows: Rows | None) -> str:
    """What a pair of shapes that do not fit was probably meant to be."""
    if rows is None:
        return ""
    full, n = rows.shape, ids.shape
    if n == full:
        return "one-hot? pass its argmax over the last axis"
    if len(n) == len(shape) == 2 and n == (shape[1], shape[0]):
        return "one of the two is time first: logits as [B, T, V] and tokens as [B, T]"
    if len(n) == len(shape) and n[-1] == full[-1] != shape[-1] and n[:-1] == shape[:-1]:
        return "logits look transposed: the vocabulary is the last axis"
    if len(n) == len(shape) and n[:-1] == shape[:-1] and n[-1] - shape[-1] == 1:
        return 'logits already shifted? pass tokens[1:] with layout="aligned"'
    if len(n) == len(shape) and n[:-1] == shape[:-1] and shape[-1] - n[-1] == 1:
        return 'tokens already shifted? pass logits[:-1] with layout="aligned"'
    if len(n) == 1 and shape == (1, *n):
        return "a batch of one: pass tokens[None] or logits[0]"
    if len(n) == 2 and n[0] == 1 and shape == n[1:]:
        return "a batch of one: pass tokens[0] or logits[None]"
    if len(n) == 1 and len(shape) == 2 and n[0] == shape[0]:
        return "one id a sequence? tokens need the time axis too"
    return ""


def _read_mask(mask: Any, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    values = to_numpy(mask, "mask")
    if values.shape != shape:
        raise bad_input("mask", f"shape {values.shape}", f"{shape}, shaped like tokens")
    if values.dtype.kind == "b":
        return values
    if values.dtype.kind in "iu" and np.isin(values, (0, 1)).all():
        return values.astype(bool)
    additive = values.dtype.kind == "f" and values.size and values.max() <= 0.0
    hint = "an additive attention mask? pass mask == 0" if additive else "lengths or ids? compare them first"
    raise bad_input("mask", f"{values.dtype.name} values", "bools, or integers 0 and 1", hint)


def _read_prompt_length(prompt_length: Any, size: tuple[int, ...], batched: bool) -> NDArray[np.int64]:
    lengths = to_numpy(prompt_length, "prompt_length")
    if lengths.dtype.kind not in "iu":
        raise bad_input(
            "prompt_length", f"{prompt_length!r:.40}", "an int" + (" or one a sequence" if batched else "")
        )
    if lengths.shape not in ((), (size[0],)) or (lengths.shape and not batched):
        expected = f"an int or shape ({size[0]},)" if batched else "an int"
        raise bad_input("prompt_length", f"shape {lengths.shape}", expected)
    if lengths.size and lengths.min() < 0:
        raise bad_input("prompt_length", str(lengths.min()), "0 or more")
    if lengths.size and lengths.max() > size[1]:
        hint = "the prompt is part of tokens: pass both, prompt first"
        raise bad_input(
            "prompt_length", str(lengths.max()), f"at most the {size[1]} tokens of the sequence", hint
        )
    return np.broadcast_to(lengths.astype(np.int64), (size[0],))
