"""Scorers that are models of the lm-eval harness."""

from __future__ import annotations

import contextlib
import functools
import inspect
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from pytest_seqscore.checks.interfaces.lookalikes import lookalikes
from pytest_seqscore.checks.interfaces.text import ORDINARY, Texts, hf_objects, own_pairs
from pytest_seqscore.checks.interfaces.worlds import TOKENIZER, Pair, World, batch, batch_worlds
from pytest_seqscore.checks.report import Failure, Skip
from pytest_seqscore.checks.truth import Trial
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import BOS, PAD

TRAILING_SPACE: tuple[Pair, ...] = (("Answer: ", "yes"), ("Is a mat ", "blue"), ("The cat ", "sat on a mat"))
"""The harness moves such spaces to the continuation; inside words it cuts at the context's own encoding."""


class Harness(Texts):
    """``scorer(model, tokenizer)`` makes an ``lm_eval.api.model.LM``; its log-likelihoods are checked."""

    needs = ("torch", "transformers", "lm_eval")

    def pairs(self, name: str, pairs: Sequence[Pair], lm: ToyLM | None = None, **options: Any) -> list[Trial]:
        lm = lm or ToyLM()
        splits = [self.truth(pair) for pair in pairs]
        truth = batch(lm, splits)
        return [
            Trial(
                f"{name}, {len(pairs)} of them",
                lambda: (lm, "loglikelihood", list(pairs)),
                truth,
                batch_worlds(lm, splits, pairs, PAD),
                functools.partial(lookalikes, truth),
                self.scorer.dtype,
            )
        ]

    def merged(self) -> list[Trial]:
        return self.pairs("contexts that end in a space", TRAILING_SPACE)

    def empty(self) -> list[Trial]:
        raise Skip("the harness has no empty continuations")

    def rolling(self) -> list[Trial]:
        lm = ToyLM()
        texts = [prompt + completion for prompt, completion in ORDINARY]
        trial = self.pairs("whole texts", [("", text) for text in texts])[0]
        arguments = (lm, "loglikelihood_rolling", [(text,) for text in texts])
        twice = [([BOS, *TOKENIZER.encode(text).ids], 1) for text in texts]
        worlds: tuple[World, ...] = (*trial.worlds, ("SEQ309", functools.partial(batch, lm, twice)))
        return [Trial(trial.name, lambda: arguments, trial.truth, worlds, dtype=trial.dtype)]

    def greedy(self) -> list[tuple[Trial, list[bool]]]:
        """The model's own words, the same with another last or first token, and others."""
        own = own_pairs()[:3]
        pairs = [*own, *((prompt, words + " yes") for prompt, words in own), *ORDINARY]
        lm = ToyLM()
        flags = []
        for pair in pairs:
            ids, prompt = self.truth(pair)
            flags.append(lm.logits(ids)[prompt - 1 : -1].argmax(-1).tolist() == ids[prompt:])
        return [(self.pairs("greedy and other continuations", pairs)[0], flags)]

    def call(self, arguments: tuple[Any, ...]) -> Any:
        answers = self.ask(arguments)
        if arguments[1] == "loglikelihood_rolling":
            return [answer[0] if isinstance(answer, tuple) else answer for answer in answers]
        if not all(isinstance(answer, (tuple, list)) and len(answer) == 2 for answer in answers):
            raise Failure(
                f"loglikelihood returned {answers[0]!r:.40}, expected pairs (log-probability, is greedy)"
            )
        if arguments[3:] == ("flags",):
            return [bool(answer[1]) for answer in answers]
        return [float(answer[0]) for answer in answers]

    def ask(self, arguments: tuple[Any, ...]) -> list[Any]:
        """The answers of the harness model to requests of one type."""
        from lm_eval.api.instance import Instance

        lm, kind, pairs = arguments[:3]
        with _quiet():
            model = self.scorer.fn(*hf_objects(lm, self.scorer.dtype))
        method = getattr(model, kind, None)
        if method is None:
            raise Failure(f"the scorer returned a {type(model).__name__}, expected an lm_eval.api.model.LM")
        requests = [Instance(kind, {}, pair, k) for k, pair in enumerate(pairs)]
        quiet = {"disable_tqdm": True} if "disable_tqdm" in inspect.signature(method).parameters else {}
        try:
            return list(method(requests, **quiet))
        except NotImplementedError as error:
            raise Skip(f"the scorer has no {kind}: {error}") from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the harness's warnings: that it is given a model in memory, of an unknown type, is our doing."""
    logger = logging.getLogger("lm_eval")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
