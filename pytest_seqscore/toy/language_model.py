"""A language model whose every probability is a ratio of integers.

The weight of each next token is a positive integer that depends on every earlier token and on its place, so
``probability = weight / sum of weights`` is exact, whatever floating point does with the logits.
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import to_numpy
from pytest_seqscore.errors import SeqScoreInputError
from pytest_seqscore.toy.tokenizer import BOS, VOCAB_SIZE, WORD_COUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

_STEP = np.uint64(0x9E3779B97F4A7C15)
_TOKEN, _POSITION, _QUERY, _NEXT = np.array([7, 35, 81, 183], dtype=np.uint64) * _STEP


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64 bits (the finaliser of the SplitMix64 generator), the same on every numpy version."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def integer(name: str, value: Any, low: int, high: float = math.inf, of: str = "") -> int:
    """The value as an int from ``low`` to ``high``; ``of``: what the upper limit is."""
    limits = f"at least {low}" if high == math.inf else f"{low} to {high}"
    expected = f"an integer, {limits}" + (f", {of}" if of else "")
    try:
        number = operator.index(value)
    except TypeError:
        number = low - 1
    if isinstance(value, bool) or not low <= number <= high:
        raise SeqScoreInputError(f"{name}: found {value!r:.40}, expected {expected}")
    return number


def _fit(name: str, values: Any, ids: NDArray[Any]) -> NDArray[Any]:
    values = np.asarray(values)
    try:
        return np.broadcast_to(values, ids.shape)
    except ValueError:
        raise SeqScoreInputError(
            f"{name}: found shape {values.shape}, expected {ids.shape}, that of the tokens"
        ) from None


class ToyLM:
    """A deterministic causal language model over token ids, exactly solvable.

    Ids 1, 2 and 3 are BOS, EOS and PAD; id 0 is an ordinary token. ``spread`` raises every probability to
    that power before normalising (logits times ``spread``): from about 40 on, ``exp(logit)`` overflows.
    With ``forbidden=True`` about one next token in eight has probability 0, a logit of -inf.
    """

    def __init__(
        self, seed: int = 0, vocab_size: int = VOCAB_SIZE, *, spread: int = 1, forbidden: bool = False
    ) -> None:
        self.seed = seed = integer("seed", seed, 0, 2**63 - 1)
        self.vocab_size = vocab_size = integer("vocab_size", vocab_size, 5)
        self.spread = integer("spread", spread, 1)
        self.forbidden = forbidden
        self._seed = _mix(np.array([seed], dtype=np.uint64) + _STEP)
        self._vocabulary = np.arange(vocab_size, dtype=np.uint64)
        # Words are likelier than bytes: they are the last ids of the tokenizer's vocabulary, and id 0.
        words = (self._vocabulary >= vocab_size - min(WORD_COUNT, vocab_size // 2)) | (self._vocabulary == 0)
        self._favour = np.where(words, 64, 1).astype(np.uint64)
        slots = 1 << (vocab_size - 1).bit_length()
        self._tie_breaks = (self._vocabulary * np.uint64(0x2545F491) + np.uint64(seed % slots)) % np.uint64(
            slots
        )
        self._slots = np.uint64(slots)

    def logits(
        self,
        tokens: ArrayLike,
        attention_mask: ArrayLike | None = None,
        position_ids: ArrayLike | None = None,
    ) -> NDArray[np.float64]:
        """Causal logits ``[T, V]`` or ``[B, T, V]``: row t is the distribution of token t + 1.

        Tokens whose ``attention_mask`` is 0 are not seen by later ones; positions count from 0 unless given.
        """
        ids = self._ids(tokens)
        positions = _fit(
            "position_ids", np.arange(ids.shape[-1]) if position_ids is None else position_ids, ids
        )
        mask = _fit("attention_mask", True if attention_mask is None else attention_mask, ids)
        return self.logits_from_keys(self.keys(ids, positions), mask, positions)

    def next_logits(self, prefix: Sequence[int]) -> NDArray[np.float64]:
        """Logits ``[V]`` of the token after ``prefix`` (at least one token)."""
        return np.asarray(self.logits(prefix)[-1])

    def logprob(self, tokens: ArrayLike, prompt_length: int = 1) -> float:
        """Log-probability in nats of ``tokens[prompt_length:]`` after the others; the first is not scored."""
        scored = self._scored(tokens, prompt_length)
        return math.fsum(math.log(w) - math.log(total) if w else -math.inf for w, total in scored)

    def token_logprobs(self, tokens: ArrayLike, prompt_length: int = 1) -> list[float]:
        """Log-probability in nats of each token of ``tokens[prompt_length:]``."""
        return [
            math.log(w) - math.log(total) if w else -math.inf
            for w, total in self._scored(tokens, prompt_length)
        ]

    def probability(self, tokens: ArrayLike, prompt_length: int = 1) -> Fraction:
        """The exact probability of ``tokens[prompt_length:]`` given the tokens before them."""
        return math.prod(
            (Fraction(w, total) for w, total in self._scored(tokens, prompt_length)), start=Fraction(1)
        )

    def sample(self, length: int, seed: int = 0, prompt: Sequence[int] = (BOS,)) -> list[int]:
        """``prompt`` and ``length`` tokens drawn after it, the same for the same seed on every machine."""
        tokens = list(prompt)
        draws = _mix(self._seed + (np.arange(length, dtype=np.uint64) + np.uint64(977 * (seed + 1))) * _STEP)
        ids = self._ids(tokens)
        seen = self.keys(ids, np.arange(len(tokens))).sum(keepdims=True, dtype=np.uint64)
        for draw in draws:
            last = np.array([len(tokens) - 1], dtype=np.uint64)
            row = self._weights(_mix(seen + last * _QUERY))[0]
            bounds = np.cumsum(row if self.spread == 1 else row.astype(object) ** self.spread)
            point = int(draw) * int(bounds[-1]) >> 64
            chosen = int(
                np.searchsorted(bounds, bounds.dtype.type(point) if self.spread == 1 else point, "right")
            )
            tokens.append(chosen)
            seen = seen + self.keys(np.array([chosen]), last + np.uint64(1))
        return tokens

    def weights(self, prefix: Sequence[int]) -> list[int]:
        """The integer weight of every next token: its probability is its share of the sum."""
        ids = self._ids(prefix)
        positions = np.arange(ids.shape[-1])
        row = self._weights(self._contexts(self.keys(ids, positions), np.ones(ids.shape), positions)[-1:])[0]
        return [int(w) ** self.spread for w in row]

    def keys(self, tokens: NDArray[Any], positions: NDArray[Any]) -> NDArray[np.uint64]:
        """What each token at its position adds to the state: the whole cache of the model."""
        return _mix(self._seed + tokens.astype(np.uint64) * _TOKEN + positions.astype(np.uint64) * _POSITION)

    def logits_from_keys(
        self, keys: NDArray[np.uint64], attention_mask: ArrayLike, positions: NDArray[Any]
    ) -> NDArray[np.float64]:
        """Logits of the last ``positions.shape[-1]`` queries, given the keys of all tokens so far.

        The mask is over the keys, or has a row of them for each query, which is then all that it sees.
        """
        contexts = self._contexts(keys, attention_mask, positions)
        # The offset leaves probabilities alone and makes raw logits incomparable between positions.
        offset = -8.0 + (contexts >> np.uint64(50)).astype(np.float64) * (6.0 / 2**14)
        with np.errstate(divide="ignore"):
            logits = np.log(self._weights(contexts).astype(np.float64)) * self.spread + offset[..., None]
        return np.asarray(logits)

    def _contexts(
        self, keys: NDArray[np.uint64], attention_mask: ArrayLike, positions: NDArray[Any]
    ) -> NDArray[np.uint64]:
        mask = np.asarray(attention_mask).astype(bool)
        if mask.ndim > keys.ndim:
            seen = (keys[..., None, :] * mask).sum(axis=-1, dtype=np.uint64)
        else:
            seen = np.cumsum(keys * mask, axis=-1, dtype=np.uint64)[..., -positions.shape[-1] :]
        return _mix(seen + positions.astype(np.uint64) * _QUERY)

    def _weights(self, contexts: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Integers with a few large ones in each row and no two alike."""
        bits = _mix(contexts[..., None] + self._vocabulary * _NEXT)
        low = np.minimum(bits & (~bits + np.uint64(1)), np.uint64(1 << 7))
        sizes = (np.uint64(1) + (bits >> np.uint64(40)) % np.uint64(15)) * low * low * self._favour
        weights = sizes * self._slots + self._tie_breaks + np.uint64(1)
        if self.forbidden:
            weights[(bits >> np.uint64(20)) % np.uint64(8) == 0] = 0
        return weights

    def _scored(self, tokens: ArrayLike, prompt_length: int) -> list[tuple[int, int]]:
        ids = self._ids(tokens)
        if ids.ndim > 1:
            raise SeqScoreInputError(
                f"tokens: found shape {ids.shape}, expected the ids of one sequence, [T]"
            )
        ids = ids.tolist()
        prompt_length = integer("prompt_length", prompt_length, 0, len(ids), "the sequence length")
        start = max(prompt_length, 1)
        if start >= len(ids):
            return []
        positions = np.arange(len(ids) - 1)
        keys = self.keys(np.array(ids[:-1]), positions)
        rows = self._weights(self._contexts(keys, np.ones(len(ids) - 1), positions)[start - 1 :])
        pairs = []
        for row, token in zip(rows, ids[start:], strict=True):
            weights = [int(w) ** self.spread for w in row]
            pairs.append((weights[token], sum(weights)))
        return pairs

    def _ids(self, tokens: ArrayLike) -> NDArray[Any]:
        ids = to_numpy(tokens, "tokens")
        if ids.size == 0:
            raise SeqScoreInputError("tokens: found none, expected at least one token id")
        if ids.ndim == 0:
            raise SeqScoreInputError("tokens: found a single number, expected ids [T] or [B, T]")
        if ids.dtype.kind not in "iu":
            raise SeqScoreInputError(f"tokens: found dtype {ids.dtype}, expected integer token ids")
        if ids.min() < 0 or ids.max() >= self.vocab_size:
            bad = ids[(ids < 0) | (ids >= self.vocab_size)].flat[0]
            raise SeqScoreInputError(f"tokens: found id {bad}, expected ids in [0, {self.vocab_size})")
        return ids
