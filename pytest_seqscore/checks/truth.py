"""The truth about one call of a scorer, and the worlds in which a wrong answer would be right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.diagnosis import diagnose_problem
from pytest_seqscore.problem import Problem
from pytest_seqscore.tolerances import Quantity, arithmetic_of, bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pytest_seqscore.diagnosis.report import DiagnosisReport

QUANTITIES: dict[str, tuple[Quantity, float]] = {
    "logprob": ("logprob", 1.0),
    "nll": ("logprob", -1.0),
    "mean_logprob": ("mean_logprob", 1.0),
    "mean_nll": ("mean_logprob", -1.0),
    "perplexity": ("perplexity", 1.0),
}
"""What a scorer returns → the quantity of the diagnosis, and its sign."""


@dataclass(frozen=True)
class Truth:
    """Logits ``[T, V]`` or ``[B, T, V]``, tokens, and which of them count: the arguments of ``diagnose``.

    ``corpus`` marks a batch that is one corpus with one perplexity.
    """

    logits: NDArray[Any]
    tokens: NDArray[Any]
    layout: str = "causal"
    prompt_length: Any = 0
    mask: NDArray[Any] | None = None
    corpus: bool = False

    @property
    def tail(self) -> Any:
        """The keyword arguments shared by oracle and diagnosis."""
        return {"layout": self.layout, "prompt_length": self.prompt_length, "mask": self.mask}

    @cached_property
    def problem(self) -> Problem:
        """The same, checked and computed once."""
        return Problem.build(self.logits, self.tokens, **self.tail)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Which tokens count, shaped as the tokens."""
        return self.problem.scored.reshape(self.tokens.shape)

    def counts(self) -> NDArray[np.int64]:
        """How many tokens count, in each row."""
        return np.asarray(self.scored.sum(axis=-1))

    def values(self, returns: str) -> NDArray[np.float64]:
        """The right answer: one number, or one a row."""
        logprobs = self.problem.token_logprobs().reshape(self.tokens.shape)
        axis = None if self.corpus else -1
        return combine(np.nansum(logprobs, axis=axis), self.scored.sum(axis=axis), returns)

    def right(self, actual: NDArray[Any], returns: str, dtype: str) -> bool:
        """Whether ``actual`` is as close as the arithmetic of ``dtype`` comes; inf beyond its range."""
        expected = self.values(returns)
        allowed = self._allowed(returns, dtype).reshape(expected.shape)
        with np.errstate(invalid="ignore"):
            near = np.abs(actual - expected) <= allowed
        beyond = np.isposinf(actual) & (expected > arithmetic_of(dtype).largest)
        return bool(((near & np.isfinite(actual)) | beyond | (actual == expected)).all())

    def diagnose(self, actual: NDArray[Any], returns: str, dtype: str) -> DiagnosisReport:
        """Why ``actual`` is wrong. ``dtype`` is the precision it promises."""
        quantity, sign = QUANTITIES[returns]
        value = sign * (float(actual) if actual.ndim == 0 else actual)
        return diagnose_problem(
            value, self.problem, quantity="corpus_perplexity" if self.corpus else quantity, dtype=dtype
        )

    def _allowed(self, returns: str, dtype: str) -> NDArray[np.float64]:
        if not self.corpus:
            return bounds(self.problem, QUANTITIES[returns][0], dtype)
        mean = bounds(self.problem, "logprob", dtype).sum() / self.counts().sum()
        return np.asarray(self.values(returns) * (np.expm1(mean) + 4 * arithmetic_of(dtype).unit))


@dataclass(frozen=True)
class Trial:
    """One call of a scorer.

    ``arguments`` makes fresh ones for each call. ``worlds`` are what the truth would be if one bug, named
    by its code, were right; ``numbers`` are values that bugs give which no world describes, by code.
    ``dtype`` is that of the logits behind the answer.
    """

    name: str
    arguments: Callable[[], tuple[Any, ...]]
    truth: Truth
    worlds: tuple[tuple[str, Callable[[], Truth]], ...] = ()
    numbers: Callable[[str], dict[str, list[Any]]] = field(default=lambda returns: {})
    dtype: str = "float32"


def combine(total: Any, count: Any, returns: str) -> NDArray[np.float64]:
    """From a log-probability and a number of tokens to what a scorer returns."""
    with np.errstate(all="ignore"):
        mean = np.asarray(total / count)
        return np.asarray(
            {
                "logprob": total,
                "nll": -np.asarray(total),
                "mean_logprob": mean,
                "mean_nll": -mean,
                "perplexity": np.exp(-mean),
            }[returns],
            dtype=np.float64,
        )


def to_logprob(value: Any, count: Any, returns: str) -> NDArray[np.float64]:
    """The way back: the log-probability that a scorer's answer for ``count`` tokens amounts to."""
    value = np.asarray(value, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.asarray(
            {
                "logprob": value,
                "nll": -value,
                "mean_logprob": value * count,
                "mean_nll": -value * count,
                "perplexity": -np.log(value) * count,
            }[returns]
        )
