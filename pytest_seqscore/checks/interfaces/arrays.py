"""Scorers of arrays: one aligned sequence, a padded batch, or labels with -100."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from pytest_seqscore.checks.interfaces.base import Interface
from pytest_seqscore.checks.interfaces.lookalikes import IGNORED, lookalikes
from pytest_seqscore.checks.truth import Trial, Truth
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import BOS, EOS, PAD

FAR = 1000.0
"""A distance between logits whose exponential no float can hold, and which every float dtype can."""
SEVERAL_LENGTHS = ((7, 3, 10), (5, 11, 8, 2))
LONG = 600

Array = np.ndarray[Any, Any]


class Arrays(Interface):
    """Sequences of the toy model, and how they are edited to bring one property out."""

    @property
    def required(self) -> tuple[str, ...]:
        extra = ("ml_dtypes",) if (self.scorer.array, self.scorer.dtype) == ("numpy", "bfloat16") else ()
        return (self.scorer.array, *extra)

    # Kinds of trials

    def ordinary(self) -> list[Trial]:
        return [
            self.trial(f"sequences of {_list(lengths)} tokens", self.rows(lengths))
            for lengths in self.lengths
        ]

    def long(self) -> list[Trial]:
        lengths = [LONG, *self.lengths[0][1:]]
        return [self.trial(f"a sequence of {LONG} tokens", self.rows(lengths))]

    def zero(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])
        for row in rows:
            row[2::3] = [0] * len(row[2::3])
        return [self.trial("sequences that hold token id 0", rows)]

    def offset(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])
        return [
            self.trial(f"logits {change:+g}", rows, edit=lambda x, change=change: x + change)
            for change in (3.0, -5.0, FAR, -FAR)
        ]

    def scaled(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])
        return [self.trial(f"logits times {f:g}", rows, edit=lambda x, f=f: x * f) for f in (0.5, 2.0)]

    def improbable(self) -> list[Trial]:
        """Every token's logit lies far below the largest of its row, which is 0."""
        rows = self.rows(self.lengths[0])
        return [self.trial("tokens of probability exp(-1000)", rows, edit=_level, chosen=-FAR)]

    huge = improbable

    def forbidden(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])

        def forbid(logits: Array) -> Array:
            hidden = np.zeros(logits.shape[-1], dtype=bool)
            hidden[5::7] = True
            hidden[np.unique(np.concatenate([np.asarray(row) for row in rows]))] = False
            return np.where(hidden, -np.inf, logits)

        return [self.trial("logits of -inf for tokens that do not occur", rows, edit=forbid)]

    def square(self) -> list[Trial]:
        """As many positions as tokens in the vocabulary: a wrong axis raises no error."""
        size = 12
        lm = ToyLM(seed=5, vocab_size=size)
        longest = self.positions(size)
        lengths = [longest, *(longest - 3 * k for k in range(1, len(self.lengths[0])))]
        rows = [[token % (size - 2) for token in lm.sample(n, seed=k)] for k, n in enumerate(lengths)]
        return [self.trial(f"{size} positions over a vocabulary of {size}", rows, lm=lm)]

    def empty(self) -> list[Trial]:
        raise NotImplementedError

    def dtypes(self) -> list[Trial]:
        """Each float dtype that the library has."""
        ladder = {"numpy": ("float16", "float64"), "torch": ("float16", "bfloat16", "float64")}
        names = ladder.get(self.scorer.array, ("float16", "bfloat16"))
        rows = self.rows(self.lengths[0])
        return [self.trial(f"logits in {name}", rows, dtype=name) for name in names]

    # How they are made

    lengths: tuple[tuple[int, ...], ...]

    def positions(self, size: int) -> int:
        """Length of a sequence, without BOS, whose logits have ``size`` rows."""
        raise NotImplementedError

    def rows(self, lengths: Sequence[int]) -> list[list[int]]:
        """Sequences with BOS first and this many tokens after it."""
        return [list(_sample(17 * k + length, length)) for k, length in enumerate(lengths)]

    def trial(self, name: str, rows: list[list[int]], **options: Any) -> Trial:
        raise NotImplementedError

    def build(
        self,
        name: str,
        logits: Array,
        tokens: Array,
        others: tuple[Array, ...],
        truth: dict[str, Any],
        edit: Any = None,
        chosen: float | None = None,
        dtype: str = "",
    ) -> Trial:
        """Edit the logits, round them to the dtype, and put arguments and truth together."""
        if edit is not None:
            logits = edit(logits)
        if chosen is not None:
            logits = logits.copy()
            at = np.clip(tokens, 0, None)
            shifted = at if truth.get("layout") == "aligned" else np.roll(at, -1, axis=-1)
            np.put_along_axis(logits, shifted[..., None], chosen, axis=-1)
        dtype = dtype or self.scorer.dtype
        make = _library(self.scorer.array)
        rounded = _round(logits, dtype)
        facts = Truth(rounded, tokens, **truth)

        def arguments() -> tuple[Any, ...]:
            return (make(rounded, dtype), *(make(part, "int64") for part in (tokens, *others)))

        return Trial(name, arguments, facts, numbers=lambda returns: lookalikes(facts, returns), dtype=dtype)


class Logits(Arrays):
    """``scorer(logits [T, V], tokens [T])``: row t is the distribution of token t."""

    lengths = ((9,), (17,), (6,), (2,), (1,))

    def positions(self, size: int) -> int:
        return size

    def trial(self, name: str, rows: list[list[int]], lm: ToyLM | None = None, **options: Any) -> Trial:
        tokens = np.array(rows[0])
        logits = (lm or ToyLM()).logits(tokens)[:-1]
        return self.build(name, logits, tokens[1:], (), {"layout": "aligned"}, **options)

    def empty(self) -> list[Trial]:
        return [self.trial("an empty completion", [[BOS]])]

    def halves(self) -> list[tuple[Trial, Trial, Trial]]:
        """A sequence, its first part and the rest."""
        tokens = np.array(self.rows([12])[0])
        logits = ToyLM().logits(tokens)[:-1]
        cuts = (slice(0, 12), slice(0, 5), slice(5, 12))
        whole, first, rest = (
            self.build("part of a sequence", logits[cut], tokens[1:][cut], (), {"layout": "aligned"})
            for cut in cuts
        )
        return [(whole, first, rest)]

    def continuations(self) -> list[Trial]:
        """All sequences of two tokens over a vocabulary of five."""
        lm = ToyLM(seed=3, vocab_size=5)
        pairs = [[BOS, a, b] for a in range(5) for b in range(5)]
        return [self.trial("one of all continuations", [pair], lm=lm) for pair in pairs]


class Several(Arrays):
    """Interfaces that take several sequences at once."""

    lengths = SEVERAL_LENGTHS

    def mates(self) -> list[tuple[Trial, Trial]]:
        """A batch, and its first sequence alone."""
        rows = self.rows((4, 11, 7))
        return [(self.trial("a batch", rows), self.trial("its first sequence alone", rows[:1]))]

    def permuted(self) -> list[tuple[Trial, Trial]]:
        rows = self.rows(self.lengths[1])
        return [(self.trial("a batch", rows), self.trial("the batch in reverse", rows[::-1]))]


class Batch(Several):
    """``scorer(logits [B, T, V], input_ids [B, T], attention_mask [B, T])``: causal, right-padded."""

    pad = PAD

    def positions(self, size: int) -> int:
        return size - 1

    def trial(
        self,
        name: str,
        rows: list[list[int]],
        lm: ToyLM | None = None,
        pad: int = PAD,
        left: bool = False,
        **options: Any,
    ) -> Trial:
        lm = lm or ToyLM()
        ids, mask = padded(rows, pad if pad < lm.vocab_size else 0, left)
        logits = lm.logits(ids, mask, np.maximum(np.cumsum(mask, -1) - 1, 0))
        if left:
            _predict_bos(logits, mask)
        scored = mask.astype(bool)
        if left:
            scored[np.arange(len(rows)), mask.argmax(-1)] = False
        return self.build(name, logits, ids, (mask,), {"layout": "causal", "mask": scored}, **options)

    def eos_padded(self) -> list[Trial]:
        rows = [[*row, EOS] for row in self.rows(self.lengths[0])]
        return [self.trial("EOS at the end and as padding", rows, pad=EOS)]

    def left_padded(self) -> list[Trial]:
        return [self.trial("a left-padded batch", self.rows(lengths), left=True) for lengths in self.lengths]

    def masked_infinities(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])
        mask = padded(rows, PAD, False)[1]

        def block(logits: Array) -> Array:
            logits = logits.copy()
            hidden = np.roll(mask, -1, axis=-1) == 0
            hidden[:, -1] = True
            for token in (0, PAD):
                logits[..., token][hidden] = -np.inf
            return logits

        return [self.trial("-inf for the padding token where it is padding", rows, edit=block)]

    def noise(self) -> list[tuple[Trial, Trial]]:
        """A batch, and the same with other logits wherever nothing is scored."""
        rows = self.rows(self.lengths[0])
        mask = padded(rows, PAD, False)[1]
        return [
            (
                self.trial("a batch", rows),
                self.trial("other logits under padding", rows, edit=_scramble(mask)),
            )
        ]

    def empty(self) -> list[Trial]:
        return [self.trial("a batch with an empty sequence", self.rows((6, 0, 4)))]


class Labels(Several):
    """``scorer(logits [B, T, V], labels [B, T])``: causal, -100 on prompt and padding."""

    prompt = 2

    def positions(self, size: int) -> int:
        return size - 1

    def trial(
        self,
        name: str,
        rows: list[list[int]],
        lm: ToyLM | None = None,
        prompts: Sequence[int] | None = None,
        **options: Any,
    ) -> Trial:
        lm = lm or ToyLM()
        ids, mask = padded(rows, PAD if lm.vocab_size > PAD else 0, False)
        logits = lm.logits(ids, mask)
        labels = np.where(mask == 1, ids, IGNORED)
        for row, length in zip(
            labels, prompts or [min(self.prompt, len(row) - 1) for row in rows], strict=True
        ):
            row[:length] = IGNORED
        return self.build(name, logits, labels, (), {"layout": "causal"}, **options)

    def masked_infinities(self) -> list[Trial]:
        rows = self.rows(self.lengths[0])

        def block(logits: Array) -> Array:
            logits = logits.copy()
            for row, tokens in zip(logits, rows, strict=True):
                for part in (row[: self.prompt - 1], row[len(tokens) - 1 :]):
                    part[:, [0, PAD, IGNORED]] = -np.inf
            return logits

        return [self.trial("-inf where labels are -100", rows, edit=block)]

    def noise(self) -> list[tuple[Trial, Trial]]:
        rows = self.rows(self.lengths[0])
        mask = padded(rows, PAD, False)[1]
        return [
            (self.trial("a batch", rows), self.trial("other logits under -100", rows, edit=_scramble(mask)))
        ]

    def empty(self) -> list[Trial]:
        rows = self.rows((6, 5, 4))
        return [self.trial("a batch with one row of -100 only", rows, prompts=(2, 6, 2))]


@functools.cache
def _sample(seed: int, length: int) -> tuple[int, ...]:
    return tuple(ToyLM().sample(length, seed))


def padded(rows: Sequence[Sequence[int]], pad: int, left: bool) -> tuple[Array, Array]:
    """Ids and attention mask ``[B, T]``."""
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), pad)
    mask = np.zeros((len(rows), longest), dtype=np.int64)
    for k, row in enumerate(rows):
        at = slice(longest - len(row), None) if left else slice(0, len(row))
        ids[k, at], mask[k, at] = row, 1
    return ids, mask


def _predict_bos(logits: Array, mask: Array) -> None:
    """Make padding predict BOS with certainty: whether its score counts is a matter of convention."""
    for row, length in zip(logits, mask.sum(-1), strict=True):
        last = len(row) - length - 1
        if last >= 0:
            row[last] = -FAR
            row[last, BOS] = 0.0


def _scramble(mask: Array) -> Any:
    def edit(logits: Array) -> Array:
        unused = np.roll(mask, -1, axis=-1) == 0
        unused[:, -1] = True
        return np.where(unused[..., None], 4.0 - 2.0 * logits, logits)

    return edit


def _level(logits: Array) -> Array:
    return np.asarray(logits - logits.max(axis=-1, keepdims=True))


def _round(logits: Array, dtype: str) -> Array:
    """The logits as the dtype holds them, in a numpy dtype that does so exactly."""
    if dtype != "bfloat16":
        return logits.astype(dtype)
    bits = logits.astype(np.float32).view(np.uint32)
    return (((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) << 16).astype(np.uint32).view(np.float32)


def _library(name: str) -> Any:
    """A function from a numpy array and a dtype's name to a fresh array of the library."""
    if name == "numpy":

        def make(array: Array, dtype: str) -> Any:
            if dtype == "bfloat16":
                return array.astype(importlib.import_module("ml_dtypes").bfloat16)
            return array.astype(dtype)

    elif name == "torch":
        torch = importlib.import_module("torch")

        def make(array: Array, dtype: str) -> Any:
            return torch.from_numpy(array.copy()).to(getattr(torch, dtype))

    else:
        jax = importlib.import_module("jax")

        def make(array: Array, dtype: str) -> Any:
            return jax.numpy.asarray(array, dtype="int32" if dtype == "int64" else dtype)

    return make


def _list(lengths: Sequence[int]) -> str:
    return ", ".join(map(str, lengths))
