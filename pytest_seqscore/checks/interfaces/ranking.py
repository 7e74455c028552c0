"""Scorers that pick the most likely of several completions."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from pytest_seqscore.checks.interfaces.base import Interface
from pytest_seqscore.checks.interfaces.text import hf_objects
from pytest_seqscore.checks.interfaces.worlds import (
    cut_at_prompt,
    double_bos,
    free_running,
    joint,
    no_bos,
    own_words,
    separate,
)
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import BOS

WORDS = (" cat", " sat", " on", " mat", " a", " is", " no", " not", " yes", " blue", " café", " dog")
PROMPTS = ("The cat", "Answer:", "A blue mat", "Is it", "The", "Not a cats")
SETS, CANDIDATES = 24, 4
REPEATS = 150
"""How often a completion is repeated until its probability vanishes."""
MARGIN = 0.3
"""Nats between the best candidate and the next."""


class Candidate(NamedTuple):
    """A completion after a prompt, and what scores of it are made of."""

    text: str
    ids: list[int]
    prompt_length: int
    logprobs: list[float]
    everything: list[float]
    """Log-probs of all tokens after BOS."""


class RankTrial(NamedTuple):
    """One call: which completion is the best, and which one each bug prefers, by code."""

    name: str
    arguments: Callable[[], tuple[Any, ...]]
    best: int
    picks: list[tuple[str, int]]


class Rank(Interface):
    """``scorer(model, tokenizer, prompt, completions)`` returns the index of the most likely completion."""

    needs = ("torch", "transformers")

    def ordinary(self) -> list[RankTrial]:
        return [
            self._trial("completions of several lengths", prompt, texts) for prompt, texts in candidate_sets()
        ]

    def permuted(self) -> list[tuple[RankTrial, RankTrial]]:
        """A set, and the same in reverse."""
        reverse = [
            self._trial("the same in reverse", prompt, texts[::-1]) for prompt, texts in candidate_sets()[:6]
        ]
        return list(zip(self.ordinary(), reverse, strict=False))

    def long(self) -> list[RankTrial]:
        sets = [(prompt, tuple(text * REPEATS for text in texts)) for prompt, texts in candidate_sets()[:6]]
        trials = [self._trial("long completions", prompt, texts, vanishing=True) for prompt, texts in sets]
        return [trial for trial in trials if trial.best != 0]

    def _trial(self, name: str, prompt: str, texts: tuple[str, ...], vanishing: bool = False) -> RankTrial:
        best, picks = preferences(prompt, texts, vanishing)
        return RankTrial(
            f"{name}, {prompt!r} + {len(texts)} completions",
            lambda: (*hf_objects(ToyLM(), self.scorer.dtype), prompt, list(texts)),
            best,
            picks,
        )


@functools.cache
def preferences(prompt: str, texts: tuple[str, ...], vanishing: bool) -> tuple[int, list[tuple[str, int]]]:
    """The most likely completion, and the one that each bug prefers."""
    lm = ToyLM()
    candidates = [_candidate(lm, prompt, text) for text in texts]
    wrong = (_vanishing if vanishing else _wrong_scores)(lm, prompt, candidates)
    best = _argmax([math.fsum(c.logprobs) for c in candidates])
    return best, [(code, _argmax(scores)) for code, scores in wrong]


def _candidate(lm: ToyLM, prompt: str, text: str) -> Candidate:
    ids, length = joint((prompt, text))
    everything = lm.token_logprobs(ids)
    return Candidate(text, ids, length, everything[length - 1 :], everything)


def _argmax(scores: list[float]) -> int:
    """The first of the largest; NaN counts as larger than all, as in numpy and torch."""
    return int(np.argmax(scores))


@functools.cache
def candidate_sets() -> list[tuple[str, tuple[str, ...]]]:
    """Prompts and completions of several lengths whose best is clear and which tell many bugs apart."""
    lm = ToyLM()
    draw = np.random.RandomState(7)
    sets: list[tuple[str, tuple[str, ...]]] = []
    while len(sets) < SETS:
        prompt = PROMPTS[draw.randint(len(PROMPTS))]
        texts = [
            "".join(WORDS[k] for k in draw.randint(len(WORDS), size=draw.randint(1, 5)))
            for _ in range(CANDIDATES)
        ]
        if len(set(texts)) < CANDIDATES:
            continue
        totals = sorted(math.fsum(_candidate(lm, prompt, text).logprobs) for text in texts)
        means = sorted(
            math.fsum(c.logprobs) / len(c.logprobs) for c in (_candidate(lm, prompt, t) for t in texts)
        )
        if totals[-1] - totals[-2] > MARGIN and means[-1] - means[-2] > MARGIN / 4:
            sets.append((prompt, tuple(texts)))
    return sets


def _wrong_scores(lm: ToyLM, prompt: str, candidates: list[Candidate]) -> Iterator[tuple[str, list[float]]]:
    """Scores that bugs give to the candidates, by code; the largest wins."""

    def each(score: Callable[[Candidate], float]) -> list[float]:
        return [score(candidate) for candidate in candidates]

    def probabilities(c: Candidate) -> list[float]:
        return [math.exp(x) for x in c.logprobs]

    totals, lengths = each(lambda c: math.fsum(c.logprobs)), each(lambda c: len(c.logprobs))
    means = [total / n for total, n in zip(totals, lengths, strict=True)]
    overall = each(lambda c: math.fsum(c.everything) / len(c.everything))
    raw = each(lambda c: float(_chosen_logits(lm, c).sum()))
    yield "SEQ401", means
    yield "SEQ402", overall
    yield "SEQ301", overall
    yield "SEQ402", means
    yield "SEQ501", [-total for total in totals]
    yield "SEQ501", [-mean for mean in means]
    yield "SEQ501", [-mean for mean in overall]
    yield "SEQ503", [totals[0], *means[1:]]
    yield "SEQ503", [means[0], *totals[1:]]
    yield "SEQ503", [*means[:-1], totals[-1]]
    yield "SEQ503", [*totals[:-1], means[-1]]
    yield (
        "SEQ503",
        [mean if k % 2 else total for k, (total, mean) in enumerate(zip(totals, means, strict=True))],
    )
    yield "SEQ101", raw
    yield "SEQ101", [score / n for score, n in zip(raw, lengths, strict=True)]
    yield "SEQ102", each(lambda c: float(np.prod(_chosen_logits(lm, c))))
    yield "SEQ103", each(lambda c: float(np.exp(_chosen_logits(lm, c)).sum()))
    yield "SEQ107", each(lambda c: float(-np.log1p(np.exp(-_chosen_logits(lm, c))).sum()))
    yield "SEQ201", each(lambda c: _shifted(lm, c, 0))
    yield "SEQ202", each(lambda c: _shifted(lm, c, 2))
    yield "SEQ204", each(lambda c: float(_logprob_rows(lm, c).max(-1).sum()))
    yield "SEQ207", each(lambda c: float(free_running(lm, (c.ids, c.prompt_length)).values("logprob")))
    yield "SEQ207", each(lambda c: float(own_words(lm, (c.ids, c.prompt_length)).values("logprob")))
    yield "SEQ209", each(lambda c: c.logprobs[0])
    yield "SEQ209", each(lambda c: c.logprobs[-1])
    yield "SEQ305", each(lambda c: math.fsum(c.logprobs[1:]))
    yield "SEQ306", each(lambda c: math.fsum(c.logprobs[:-1]))
    yield "SEQ309", each(lambda c: lm.logprob(*double_bos((c.ids, c.prompt_length))))
    if len(candidates[0].ids) > 1 and candidates[0].ids[0] == BOS:
        yield "SEQ310", each(lambda c: lm.logprob(*no_bos((c.ids, c.prompt_length))))
    for encode in (separate, functools.partial(separate, bos=True), cut_at_prompt):
        yield "SEQ312", [lm.logprob(*encode((prompt, c.text))) for c in candidates]
    yield "SEQ403", [mean * (n + 1) for mean, n in zip(means, lengths, strict=True)]
    yield "SEQ403", each(lambda c: math.fsum(c.everything) / len(c.everything) * len(c.ids))
    yield "SEQ404", each(lambda c: math.fsum(probabilities(c)))
    yield "SEQ405", each(lambda c: math.fsum(probabilities(c)) / len(c.logprobs))
    yield "SEQ406", each(lambda c: math.exp(math.fsum(c.logprobs)) / len(c.logprobs))
    yield "SEQ407", each(lambda c: math.prod(c.logprobs))
    yield (
        "SEQ416",
        each(lambda c: -math.fsum(p * x for p, x in zip(probabilities(c), c.logprobs, strict=True))),
    )
    yield (
        "SEQ417",
        each(
            lambda c: functools.reduce(
                lambda t, item: (t + item[1]) / (item[0] + 1), enumerate(c.logprobs), 0.0
            )
        ),
    )
    yield "SEQ418", each(lambda c: math.fsum(c.logprobs) / len(c.ids))
    yield "SEQ422", each(lambda c: math.fsum(c.logprobs) / len(c.text))
    yield "SEQ422", each(lambda c: math.fsum(c.logprobs) / len(c.text.encode()))
    yield "SEQ422", each(lambda c: math.fsum(c.logprobs) / len(c.text.split()))


def _vanishing(lm: ToyLM, prompt: str, candidates: list[Candidate]) -> Iterator[tuple[str, list[float]]]:
    """What long completions score where probabilities are multiplied, or normalised after exp."""
    yield "SEQ603", [math.prod(map(math.exp, c.logprobs)) for c in candidates]
    yield "SEQ605", [math.exp(math.fsum(c.logprobs)) for c in candidates]


def _rows(lm: ToyLM, c: Candidate) -> np.ndarray[Any, Any]:
    return lm.logits(c.ids)[c.prompt_length - 1 : -1]


def _logprob_rows(lm: ToyLM, c: Candidate) -> np.ndarray[Any, Any]:
    return _normalised(_rows(lm, c))


def _normalised(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rows = rows - rows.max(-1, keepdims=True)
    return np.asarray(rows - np.log(np.exp(rows).sum(-1, keepdims=True)))


def _chosen_logits(lm: ToyLM, c: Candidate) -> np.ndarray[Any, Any]:
    return np.take_along_axis(_rows(lm, c), np.array(c.ids[c.prompt_length :])[:, None], -1)[:, 0]


def _shifted(lm: ToyLM, c: Candidate, shift: int) -> float:
    rows = _normalised(lm.logits(c.ids))
    places = range(c.prompt_length, len(c.ids))
    return math.fsum(rows[t - shift][c.ids[t]] for t in places if t - shift >= 0)
