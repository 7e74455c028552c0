"""Scorers of texts with a transformers model and tokenizer: one completion, or a batch of them."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.checks.interfaces.base import Interface
from pytest_seqscore.checks.interfaces.lookalikes import lookalikes
from pytest_seqscore.checks.interfaces.worlds import (
    TOKENIZER,
    Pair,
    batch,
    batch_worlds,
    generated_worlds,
    joint,
    separate,
    single,
    worlds_of,
)
from pytest_seqscore.checks.truth import Trial, Truth, combine
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import EOS, PAD

if TYPE_CHECKING:
    from pytest_seqscore.checks.scorer import Scorer

ORDINARY: tuple[Pair, ...] = (
    ("The cat", " sat on a mat"),
    ("Answer: yes\nThe cats", " is not happy, no"),
    ("A naïve café", " on a blue mat"),
    ("Is a mat blue?", " yes"),
)
WITH_ZERO: tuple[Pair, ...] = (("The cat sat on", " the mat"), ("Not the cat", " on the blue mat is the cat"))
MERGED: tuple[Pair, ...] = (("Answer: ", "yes"), ("The ca", "ts sat on a mat"), ("Is it un", "in the mat"))
LONG: Pair = ("The cat", " sat on a blue mat is not happy" * 25)
FAR = 1000.0
STEEP, STEEPER = 60, 400
"""Powers that make probabilities vanish in float32, and perplexities overflow in float64."""


class Texts(Interface):
    """Pairs of prompt and completion for a toy model.

    The same pairs serve models, servers and harnesses: a subclass says what the scorer is called with.
    """

    def __init__(self, scorer: Scorer) -> None:
        super().__init__(scorer)
        self.truth = separate if scorer.boundary == "separate" else joint

    def pairs(self, name: str, pairs: Sequence[Pair], lm: ToyLM | None = None, **options: Any) -> list[Trial]:
        """The trials for these pairs."""
        raise NotImplementedError

    def ordinary(self) -> list[Trial]:
        return self.pairs("a completion", ORDINARY)

    def zero(self) -> list[Trial]:
        return self.pairs("a completion that holds token id 0", WITH_ZERO)

    def merged(self) -> list[Trial]:
        return self.pairs("a completion that merges with its prompt", MERGED)

    def empty(self) -> list[Trial]:
        return self.pairs("an empty completion", [("The cat", "")])

    def long(self) -> list[Trial]:
        return self.pairs("a long completion", [LONG])

    def forbidden(self) -> list[Trial]:
        return self.pairs(
            "a model that gives some tokens probability 0", ORDINARY[:2], permissive(ORDINARY[:2])
        )

    def huge(self) -> list[Trial]:
        return self.pairs("a text of huge perplexity", ORDINARY[:1], ToyLM(spread=STEEPER))

    def worlds(self, lm: ToyLM, pair: Pair) -> Any:
        return worlds_of(lm, pair, self.truth)


class Text(Texts):
    """``scorer(model, tokenizer, prompt, completion)``."""

    needs = ("torch", "transformers")

    def __init__(self, scorer: Scorer) -> None:
        super().__init__(scorer)
        self.watched: Watched | None = None

    def pairs(
        self, name: str, pairs: Sequence[Pair], lm: ToyLM | None = None, bias: float = 0.0, **options: Any
    ) -> list[Trial]:
        lm = lm or ToyLM()
        return [
            Trial(
                f"{name}, {pair[0]!r:.20} + {pair[1]!r:.30}",
                functools.partial(self._arguments, lm, bias, pair),
                moved(single(lm, self.truth(pair)), bias),
                self.worlds(lm, pair) + generated_worlds(lm, self.truth(pair)),
                functools.partial(lookalikes, moved(single(lm, self.truth(pair)), bias)),
                self.scorer.dtype,
            )
            for pair in pairs
        ]

    def greedy(self) -> list[Trial]:
        return self.pairs("the model's own words", own_pairs())

    def offset(self) -> list[Trial]:
        return [
            trial for b in (3.0, FAR, -FAR) for trial in self.pairs(f"logits {b:+g}", ORDINARY[:1], bias=b)
        ]

    def improbable(self) -> list[Trial]:
        return self.pairs("a very steep distribution", ORDINARY[:1], ToyLM(spread=STEEP))

    def halves(self) -> list[list[Trial]]:
        (prompt, _), parts = ORDINARY[0], (" sat on", " a mat")
        pairs = [(prompt, "".join(parts)), (prompt, parts[0]), (prompt + parts[0], parts[1])]
        return [self.pairs("part of a text", pairs)]

    def call(self, arguments: tuple[Any, ...]) -> Any:
        self.watched = Watched(arguments[0])
        return self.scorer.fn(*arguments)

    def observed(self, trial: Trial, values: Any, returns: str) -> Iterable[tuple[str, ...]]:
        if self.watched is not None and self.watched.unnormalised:
            yield ("SEQ111",)

    def rename(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Raw numbers that come from ``generate`` are its scores."""
        generated = self.watched is not None and self.watched.generated
        return tuple("SEQ112" if code == "SEQ101" and generated else code for code in codes)

    def _arguments(self, lm: ToyLM, bias: float, pair: Pair) -> tuple[Any, ...]:
        return (*hf_objects(lm, self.scorer.dtype, bias), *pair)


class BatchText(Texts):
    """``scorer(model, tokenizer, prompts, completions)``: one call, one score a pair."""

    needs = ("torch", "transformers")

    def pairs(
        self,
        name: str,
        pairs: Sequence[Pair],
        lm: ToyLM | None = None,
        bias: float = 0.0,
        left: bool = False,
        pad: int = PAD,
        **options: Any,
    ) -> list[Trial]:
        lm = lm or ToyLM()
        splits = [self.truth(pair) for pair in pairs]
        truth = moved(batch(lm, splits, pad), bias)
        arguments = functools.partial(self._arguments, lm, bias, left, pad, pairs)

        def numbers(returns: str) -> dict[str, list[Any]]:
            return {**lookalikes(truth, returns), **_padded_last(lm, splits, pad, returns)}

        worlds = batch_worlds(lm, splits, pairs, pad)
        return [Trial(f"{name}, {len(pairs)} of them", arguments, truth, worlds, numbers, self.scorer.dtype)]

    def empty(self) -> list[Trial]:
        return self.pairs("an empty completion among others", [ORDINARY[0], ("The cat", ""), ORDINARY[1]])

    def offset(self) -> list[Trial]:
        return [trial for b in (3.0, FAR, -FAR) for trial in self.pairs(f"logits {b:+g}", ORDINARY, bias=b)]

    def improbable(self) -> list[Trial]:
        return self.pairs("a very steep distribution", ORDINARY[:3], ToyLM(spread=STEEP))

    def single(self) -> list[Trial]:
        return self.pairs(
            "completions of one token", [("The cat sat on a", " mat"), ("The", " cat"), ("Is a mat", " blue")]
        )

    def eos_padded(self) -> list[Trial]:
        pairs = [(prompt, completion + "</s>") for prompt, completion in ORDINARY]
        return self.pairs("EOS at the end and as padding", pairs, pad=EOS)

    def left_padded(self) -> list[Trial]:
        return self.pairs("a tokenizer that pads on the left", ORDINARY, left=True)

    def mates(self) -> list[tuple[Trial, Trial]]:
        one = ("The cat", " sat")
        together = self.pairs("completions", [one, *ORDINARY[:2]])[0]
        return [(together, self.pairs("the first alone", [one])[0])]

    def _arguments(
        self, lm: ToyLM, bias: float, left: bool, pad: int, pairs: Sequence[Pair]
    ) -> tuple[Any, ...]:
        model, tokenizer = hf_objects(lm, self.scorer.dtype, bias)
        tokenizer.padding_side = "left" if left else "right"
        tokenizer.pad_token_id = pad
        return model, tokenizer, [prompt for prompt, _ in pairs], [completion for _, completion in pairs]


class Watched:
    """Which of a model's generation methods a scorer used."""

    def __init__(self, model: Any) -> None:
        self.generated = self.unnormalised = False
        generate, transition = model.generate, model.compute_transition_scores

        def watched_generate(*args: Any, **kwargs: Any) -> Any:
            self.generated = True
            return generate(*args, **kwargs)

        def watched_transition(*args: Any, **kwargs: Any) -> Any:
            normalised = kwargs.get("normalize_logits", args[3] if len(args) > 3 else False)
            beams = kwargs.get("beam_indices", args[2] if len(args) > 2 else None)
            self.unnormalised = self.unnormalised or not (normalised or beams is not None)
            return transition(*args, **kwargs)

        model.generate, model.compute_transition_scores = watched_generate, watched_transition


def hf_objects(lm: ToyLM, dtype: str, bias: float = 0.0) -> tuple[Any, Any]:
    """A fresh model and tokenizer: what a scorer does to them ends with the call."""
    model = copy.deepcopy(_model(lm.seed, lm.spread, lm.forbidden, dtype))
    if bias:
        model.bias.data += bias
    return model, copy.deepcopy(_tokenizer())


@functools.cache
def _model(seed: int, spread: int, forbidden: bool, dtype: str) -> Any:
    from pytest_seqscore import toy

    return toy.hf_model(seed, spread=spread, forbidden=forbidden, dtype=dtype)


@functools.cache
def _tokenizer() -> Any:
    from pytest_seqscore import toy

    return toy.hf_tokenizer()


def moved(truth: Truth, bias: float) -> Truth:
    """The truth about a model whose logits are all higher by ``bias``, in float32."""
    logits = truth.logits + np.float32(bias)
    return Truth(logits, truth.tokens, truth.layout, truth.prompt_length, truth.mask, truth.corpus)


@functools.cache
def permissive(pairs: tuple[Pair, ...]) -> ToyLM:
    """A toy model that forbids tokens, but none of these texts'."""
    for seed in range(1000):
        lm = ToyLM(seed, forbidden=True)
        if all(np.isfinite(lm.logprob(joint(pair)[0])) for pair in pairs):
            return lm
    raise AssertionError("some model in a thousand allows these texts")


@functools.cache
def own_pairs() -> tuple[Pair, ...]:
    """Prompts with the model's own greedy words, where these encode to the tokens that were generated."""
    lm = ToyLM()
    found = []
    for prompt in (
        "The cat",
        "The cat sat",
        "Answer:",
        " yes",
        "The mat is",
        " blue cats",
        "The",
        "Is",
        "No",
        "a mat",
        "cats",
    ):
        start = TOKENIZER.encode(prompt).ids
        tokens = list(start)
        while len(tokens) < len(start) + 4:
            tokens.append(int(lm.next_logits(tokens).argmax()))
        completion = TOKENIZER.decode(tokens[len(start) :])
        if (
            TOKENIZER.encode_pair(prompt, completion) == (tokens, len(start))
            and EOS not in tokens
            and PAD not in tokens
        ):
            found.append((prompt, completion))
    return tuple(found)


def _padded_last(lm: ToyLM, splits: Any, pad: int, returns: str) -> dict[str, list[Any]]:
    """One-token completions read at the last position of the right-padded prompts."""
    if any(len(ids) != prompt + 1 for ids, prompt in splits):
        return {}
    prompts = batch(lm, [(ids[:-1], 0) for ids, _ in splits], pad)
    rows = prompts.logits[:, -1].astype(np.float64)
    rows -= rows.max(-1, keepdims=True)
    rows -= np.log(np.exp(rows).sum(-1, keepdims=True))
    chosen = rows[np.arange(len(splits)), [ids[-1] for ids, _ in splits]]
    return {"SEQ208": [combine(chosen, np.ones(len(splits)), returns)]}
