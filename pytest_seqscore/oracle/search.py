"""Exact and approximate search for likely sequences under ``next_logits(prefix) -> [V]``.

``prefix`` is a tuple of token ids, the prompt first. Sequences end at ``eos``, which they include, or at the
given length; those of probability 0 are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from pytest_seqscore.arrays import bad_input
from pytest_seqscore.oracle.softmax import log_softmax

NextLogits = Callable[[tuple[int, ...]], Any]

_MOST = 10_000_000  # sequences that exhaustive_search may have to visit


class Candidate(NamedTuple):
    """A sequence that a search found: its new tokens, without the prompt, and Σ log p(token) in nats."""

    tokens: tuple[int, ...]
    logprob: float


def greedy_search(
    next_logits: NextLogits, *, max_length: int, prompt: Sequence[int] = (), eos: int | None = None
) -> Candidate:
    """Take the most likely token (the first of equals) at every step, ``max_length`` new tokens at most.

    The result need not be the most likely sequence.

    Raises:
        SeqScoreInputError: logits that are no ``[V]`` row or cannot be normalised, or a bad argument.
    """
    step = _Step(next_logits, prompt, eos)
    best = Candidate((), 0.0)
    for _ in range(_length(max_length, "max_length")):
        if step.ended(best):
            break
        logprobs = step.logprobs(best)
        token = int(logprobs.argmax())
        best = Candidate((*best.tokens, token), best.logprob + float(logprobs[token]))
    return best


def beam_search(
    next_logits: NextLogits,
    *,
    width: int,
    max_length: int,
    prompt: Sequence[int] = (),
    eos: int | None = None,
) -> list[Candidate]:
    """Keep the ``width`` most likely sequences at every step, ended ones among them; best first.

    With a width of all sequences it is exhaustive; with a width of 1 greedy. Raises as ``greedy_search``.
    """
    step = _Step(next_logits, prompt, eos)
    beam = [Candidate((), 0.0)]
    size = _length(width, "width", least=1)
    for _ in range(_length(max_length, "max_length")):
        if all(step.ended(candidate) for candidate in beam):
            break
        grown = [longer for candidate in beam for longer in step.grow(candidate, size)]
        beam = sorted(grown, key=lambda candidate: -candidate.logprob)[:size]
    return beam


def exhaustive_search(
    next_logits: NextLogits, *, length: int, prompt: Sequence[int] = (), eos: int | None = None
) -> list[Candidate]:
    """All sequences of ``length`` new tokens, or fewer where they end in ``eos``; best first.

    Their probabilities sum to 1. Raises as ``greedy_search``, and where there are over ten million.
    """
    step = _Step(next_logits, prompt, eos)
    level = [Candidate((), 0.0)]
    for depth in range(_length(length, "length")):
        grown = []
        for candidate in level:
            grown += step.grow(candidate)
            if step.vocab_size ** (length - depth - 1) * len(grown) > _MOST:
                found = f"{length} steps over {step.vocab_size} tokens"
                raise bad_input("length", found, f"at most {_MOST:,} sequences", "use beam_search")
        level = grown
    return sorted(level, key=lambda candidate: -candidate.logprob)


class _Step:
    """One step of a search: from a candidate to its continuations."""

    def __init__(self, next_logits: NextLogits, prompt: Sequence[int], eos: int | None) -> None:
        if not callable(next_logits):
            raise bad_input(
                "next_logits", f"a {type(next_logits).__name__}", "a function from a prefix to logits"
            )
        self.next_logits, self.eos = next_logits, eos
        self.prompt = tuple(int(token) for token in prompt)
        self.vocab_size = 0

    def ended(self, candidate: Candidate) -> bool:
        return self.eos is not None and candidate.tokens[-1:] == (self.eos,)

    def logprobs(self, candidate: Candidate) -> Any:
        logprobs = log_softmax(self.next_logits((*self.prompt, *candidate.tokens)))
        if logprobs.ndim != 1 or self.vocab_size not in (0, logprobs.size):
            expected = f"[{self.vocab_size or 'V'}], one logit a token"
            raise bad_input("next_logits", f"a result of shape {logprobs.shape}", expected)
        self.vocab_size = logprobs.size
        return logprobs

    def grow(self, candidate: Candidate, most: int | None = None) -> list[Candidate]:
        """Continuations by one token: the ``most`` likely, or all by id. Just itself where it has ended."""
        if self.ended(candidate):
            return [candidate]
        logprobs = self.logprobs(candidate)
        order = np.arange(logprobs.size) if most is None else np.argsort(-logprobs, kind="stable")[:most]
        return [
            Candidate((*candidate.tokens, int(token)), candidate.logprob + float(logprobs[token]))
            for token in order
            if logprobs[token] > -np.inf
        ]


def _length(value: Any, argument: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise bad_input(argument, repr(value)[:40], f"an int of {least} or more")
    return int(value)
