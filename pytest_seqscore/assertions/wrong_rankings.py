"""Known wrong ways to rank candidates: by what, and its code."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from pytest_seqscore.assertions.mistakes import Mistake
from pytest_seqscore.diagnosis.report import Match
from pytest_seqscore.oracle.ranking import Normalize, score_candidate
from pytest_seqscore.problem import Problem


class _Tokens:
    """What the scored tokens of one sequence have: log-probs, logits, the largest log-prob of each row.

    Without logits those are NaN, and so is every score made of them.
    """

    def __init__(self, problem: Problem) -> None:
        self.logprobs = problem.token_logprobs()[problem.scored]
        self.logits = self.best = np.full(len(self.logprobs), np.nan)
        self.with_prompt = self.logprobs
        if problem.logits is None:
            return
        stats = problem.stats
        self.logits = (stats.logprob + stats.top + stats.log_rest)[problem.scored]
        self.best = -stats.log_rest[problem.scored]
        if problem.prompt_length[0]:
            predicted = np.arange(problem.shape[1])[None] >= int(problem.layout == "causal")
            self.with_prompt = dataclasses.replace(problem, scored=predicted).token_logprobs()[predicted]


_Wrong = tuple[str, str, str, Callable[[_Tokens], Any]]

_USUAL: tuple[_Wrong, ...] = (
    ("SEQ101", "raw logits", "Σ x[token]", lambda t: t.logits.sum()),
    ("SEQ401", "mean log-probs", "Σ log p / N", lambda t: t.logprobs.mean()),
    ("SEQ419", "summed log-probs", "Σ log p", lambda t: t.logprobs.sum()),
    ("SEQ301", "scores with the prompt", "Σ log p from the start", lambda t: t.with_prompt.sum()),
)
_RARE: tuple[_Wrong, ...] = (
    ("SEQ101", "mean raw logits", "mean of x[token]", lambda t: t.logits.mean()),
    ("SEQ404", "summed probabilities", "Σ p", lambda t: np.exp(t.logprobs).sum()),
    ("SEQ405", "mean probabilities", "mean of p", lambda t: np.exp(t.logprobs).mean()),
    ("SEQ204", "the best tokens, not the chosen", "Σ max log p", lambda t: t.best.sum()),
    ("SEQ209", "the first token only", "log p of the first", lambda t: t.logprobs[0]),
    ("SEQ209", "the last token only", "log p of the last", lambda t: t.logprobs[-1]),
    (
        "SEQ305",
        "all but the first token",
        "Σ log p from the second on",
        lambda t: t.logprobs[1:].sum(),
    ),
    ("SEQ306", "all but the last token", "Σ log p but the last", lambda t: t.logprobs[:-1].sum()),
    ("SEQ103", "sums of exp(logit)", "Σ exp(x[token])", lambda t: np.exp(t.logits).sum()),
    ("SEQ102", "products of raw logits", "Π x[token]", lambda t: t.logits.prod()),
    ("SEQ407", "products of log-probs", "Π log p", lambda t: t.logprobs.prod()),
)
_UNITS: tuple[Literal["char", "byte"], ...] = ("char", "byte")
_HOW = {
    "sum": "summed log-probs",
    "token": "mean log-probs",
    "char": "log-probs per character",
    "byte": "log-probs per byte",
    "unconditional": "log-prob gains",
}
_RIGHT = {"sum": "SEQ419", "token": "SEQ401"}


def ranking_mistakes(
    order: Sequence[Any],
    problems: dict[Any, Problem],
    scores: dict[Any, float],
    normalize: Normalize,
    texts: Mapping[Any, str] | None,
) -> list[Mistake]:
    """The wrong scores that would rank the candidates so, the likeliest first."""
    how = _HOW[normalize]
    tokens = {name: _Tokens(problem) for name, problem in problems.items()}

    def ranked_by(wrong: Iterable[_Wrong]) -> Iterator[Mistake]:
        for code, got, formula, score in wrong:
            if code == _RIGHT.get(normalize) or not all(len(t.logprobs) for t in tokens.values()):
                continue
            with np.errstate(all="ignore"):
                values = {name: float(score(t)) for name, t in tokens.items()}
            yield Mistake(code, f"ranked by {got}, not {how}", formula, f"rank by {how}", values)

    def by_unit() -> Iterator[Mistake]:
        for unit in _UNITS:
            if unit != normalize and all(isinstance((texts or {}).get(name, name), str) for name in problems):
                values = {name: score_candidate(name, p, unit, texts) for name, p in problems.items()}
                got = f"ranked by {_HOW[unit]}, not {how}"
                yield Mistake("SEQ422", got, f"Σ log p / {unit}s", f"rank by {how}", values)

    def reversed_order() -> Iterator[Mistake]:
        values = {name: -score for name, score in scores.items()}
        fix = "the best has the largest log-prob, or the smallest loss"
        yield Mistake("SEQ501", "ranked worst first", "ascending log-probs", fix, values)

    known = [*ranked_by(_USUAL), *by_unit(), *reversed_order(), *ranked_by(_RARE)]
    return [mistake for mistake in known if _ranks(mistake.value, order)]


def _ranks(values: dict[Any, float], order: Sequence[Any]) -> bool:
    ranked = sorted(values, key=lambda name: -values[name])
    distinct = len(set(values.values())) == len(values)
    return (
        distinct
        and not any(math.isnan(value) for value in values.values())
        and ranked[: len(order)] == list(order)
    )


_QUANTITY = {"sum": "logprob", "token": "mean_logprob"}


def score_mistakes(
    given: dict[Any, float], problems: dict[Any, Problem], normalize: str, room: dict[Any, float]
) -> list[Mistake]:
    """The bugs that explain the score of every candidate."""
    if normalize not in _QUANTITY:
        return []
    from pytest_seqscore.diagnosis import diagnose_problem

    common: dict[str, Match] | None = None
    for name, problem in problems.items():
        problem = dataclasses.replace(problem, base="e")
        quantity: Any = _QUANTITY[normalize]
        report = diagnose_problem(given[name], problem, quantity=quantity, allowed=room[name])
        here = {match.codes[0]: match for match in report.matches if len(match.codes) == 1}
        common = here if common is None else {code: common[code] for code in common if code in here}
    return [Mistake(code, m.headline, m.formula, m.fix, m.value) for code, m in (common or {}).items()]
