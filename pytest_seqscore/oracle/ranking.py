"""Scores compared with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from pytest_seqscore.arrays import bad_input, to_numpy
from pytest_seqscore.oracle.scoring import as_problem, evaluate
from pytest_seqscore.oracle.softmax import logsumexp
from pytest_seqscore.problem import LOG_BASE, Problem

Normalize = Literal["sum", "token", "char", "byte", "unconditional"]


def rank(
    candidates: Mapping[Any, Any],
    normalize: Normalize = "sum",
    *,
    texts: Mapping[Any, str] | None = None,
    unconditional: Mapping[Any, Any] | None = None,
) -> list[tuple[Any, float]]:
    """Candidates and their scores in nats, best first; ties keep the given order.

    Args:
        candidates: ``{name: (logits, tokens)}``, ``{name: token_logprobs}``, or ``{name: {...}}`` with
            the arguments of ``sequence_logprob`` where a prompt or a mask is needed.
        normalize: "sum" of log-probs; divided by the number of scored "token"s, of "char"s or of UTF-8
            "byte"s of the text; or minus the "unconditional" log-prob (pointwise mutual information).
        texts: the text of each candidate, for "char" and "byte"; by default its name.
        unconditional: the log-prob of each candidate without its context, as a number or as anything that
            ``candidates`` may hold; for "unconditional".

    Raises:
        SeqScoreInputError: a candidate that cannot be scored, which is named, or something that
            ``normalize`` needs is missing.
    """
    problems = read_candidates(candidates)
    scores = {
        name: score_candidate(name, problem, normalize, texts, unconditional)
        for name, problem in problems.items()
    }
    return sorted(scores.items(), key=lambda item: -item[1])


def read_candidates(candidates: Mapping[Any, Any]) -> dict[Any, Problem]:
    """Every candidate as a ``Problem`` of one sequence."""
    if not isinstance(candidates, Mapping) or not candidates:
        raise bad_input("candidates", f"{candidates!r:.40}", "a mapping {name: candidate} that is not empty")
    problems = {name: as_problem(item, f"candidates[{name!r}]") for name, item in candidates.items()}
    for name, problem in problems.items():
        if problem.batched:
            raise bad_input(f"candidates[{name!r}]", f"a batch of {problem.shape[0]}", "one sequence")
    return problems


def score_candidate(
    name: Any,
    problem: Problem,
    normalize: Normalize,
    texts: Mapping[Any, str] | None = None,
    unconditional: Mapping[Any, Any] | None = None,
) -> float:
    """The score of one candidate in nats."""
    total = nats(problem)
    if normalize == "unconditional":
        return total - _prior(name, unconditional)
    return total / length(name, problem, normalize, texts)


def length(name: Any, problem: Problem, normalize: Normalize, texts: Mapping[Any, str] | None = None) -> int:
    """What a candidate's log-prob is divided by.

    Raises:
        SeqScoreInputError: an unknown ``normalize``, no text, or a length of 0.
    """
    if normalize in ("sum", "unconditional"):
        return 1
    if normalize == "token":
        size = int(problem.n_scored[0])
    elif normalize in ("char", "byte"):
        text = (texts or {}).get(name, name)
        if not isinstance(text, str):
            raise bad_input(
                "texts", f"no text for {name!r}", f'one for each candidate, for normalize="{normalize}"'
            )
        size = len(text if normalize == "char" else text.encode())
    else:
        known = '"sum", "token", "char", "byte" or "unconditional"'
        raise bad_input("normalize", repr(normalize)[:40], known)
    if not size:
        raise bad_input(
            f"candidates[{name!r}]", f"no {normalize}", f"at least one to divide by ({normalize})"
        )
    return size


def nats(problem: Problem) -> float:
    """The log-probability of a problem of one sequence, whatever its base."""
    return float(evaluate(problem, "logprob")[0]) * LOG_BASE[problem.base]


def _prior(name: Any, unconditional: Mapping[Any, Any] | None) -> float:
    if unconditional is None or name not in unconditional:
        raise bad_input(
            "unconditional", f"nothing for {name!r}", "a log-prob without context for each candidate"
        )
    item = unconditional[name]
    if isinstance(item, (int, float, np.number)):
        return float(item)
    return nats(as_problem(item, f"unconditional[{name!r}]"))


def plackett_luce(scores: Sequence[float] | Mapping[Any, float], order: Sequence[Any]) -> float:
    """Log-probability in nats of drawing items in ``order``, without replacement, with weights exp(score).

    Σ_i (s_i - logsumexp of the scores still in the urn); an order that stops early is a top-k ranking.

    Args:
        scores: log-weights, ``[N]`` or ``{name: score}``.
        order: indices (or names) of items, the first drawn first.

    Raises:
        SeqScoreInputError: scores that are not finite numbers (or -inf), or an order that repeats an item
            or names one that is not there.
    """
    named = isinstance(scores, Mapping)
    values = to_numpy(list(scores.values()) if isinstance(scores, Mapping) else scores, "scores")
    if values.ndim != 1 or values.dtype.kind not in "fiu" or not values.size:
        raise bad_input(
            "scores", f"shape {values.shape} of {values.dtype.name}", "[N] numbers, or {name: number}"
        )
    values = values.astype(np.float64)
    if np.isnan(values).any() or np.isposinf(values).any():
        raise bad_input("scores", "NaN or +inf", "finite numbers or -inf")
    keys = list(scores) if named else range(len(values))
    place = {key: number for number, key in enumerate(keys)}
    drawn = order.tolist() if hasattr(order, "tolist") else list(order)
    for key in drawn:
        if isinstance(key, float) or key not in place:
            raise bad_input("order", repr(key)[:40], f"one of {', '.join(map(repr, list(keys)[:6]))}")
    if len(set(drawn)) < len(drawn):
        raise bad_input("order", "an item twice", "each item at most once")
    left = np.ones(len(values), bool)
    total = 0.0
    for number in (place[key] for key in drawn):
        if values[number] == -np.inf:
            return -np.inf
        total += float(values[number]) - logsumexp(values[left])
        left[number] = False
    return total
