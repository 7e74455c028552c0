"""Scorers behind an OpenAI-compatible API: over HTTP, or of a response that is already there."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from pytest_seqscore.checks.interfaces.lookalikes import lookalikes
from pytest_seqscore.checks.interfaces.text import Texts, own_pairs
from pytest_seqscore.checks.interfaces.worlds import Pair, single
from pytest_seqscore.checks.report import Skip
from pytest_seqscore.checks.truth import Trial, combine
from pytest_seqscore.toy import ToyLM, serve
from pytest_seqscore.toy.completions import Toy

SAME_TEXT: tuple[Pair, ...] = (("The cat", " mat mat on mat on"), ("On a", " yes  yes éé東"))
TOP = 5


class Clients(Texts):
    """Pairs scored from token log-probs that a server reports."""

    def pairs(
        self,
        name: str,
        pairs: Sequence[Pair],
        lm: ToyLM | None = None,
        breaks: tuple[str, ...] = (),
        **options: Any,
    ) -> list[Trial]:
        toy = Toy(lm or ToyLM(), breaks=frozenset(breaks))
        return [
            Trial(
                f"{name}, {pair[0]!r:.20} + {pair[1]!r:.30}",
                functools.partial(self.arguments, toy, pair),
                single(toy.lm, self.truth(pair)),
                self.worlds(toy.lm, pair),
                functools.partial(self._collided, toy, pair),
                self.scorer.dtype,
            )
            for pair in pairs
        ]

    def arguments(self, toy: Toy, pair: Pair) -> tuple[Any, ...]:
        """What the scorer is called with."""
        raise NotImplementedError

    def same_text(self) -> list[Trial]:
        return self.pairs("tokens that look alike", SAME_TEXT)

    def outside_top(self) -> list[Trial]:
        pairs = [(prompt, words + " yes on a mat") for prompt, words in own_pairs()[:4]]
        return self.pairs("top log-probs without the actual token", pairs, breaks=("top-only",))

    def unscored_first(self) -> list[Trial]:
        raise NotImplementedError

    def _collided(self, toy: Toy, pair: Pair, returns: str) -> dict[str, list[Any]]:
        """Log-probs kept in a mapping from token text: of equal texts one survives."""
        ids, prompt = self.truth(pair)
        texts = [toy.tokenizer.decode([token]) for token in ids[1:]]
        logprobs = toy.lm.token_logprobs(ids)
        start = max(prompt - 1, 0)
        totals = []
        for key in (str, str.strip):
            names = [key(text) for text in texts]
            everything = dict(zip(names, logprobs, strict=True))
            totals.append((sum(everything[name] for name in names[start:]), len(names[start:])))
            own = dict(zip(names[start:], logprobs[start:], strict=True))
            totals.append((sum(own.values()), len(own)))
            totals.append((sum(own.values()), len(names[start:])))
        right = sum(logprobs[start:])
        wrong = [combine(total, n, returns) for total, n in totals if n and abs(total - right) > 1e-6]
        return {**lookalikes(single(toy.lm, (ids, prompt)), returns), "SEQ212": wrong}


class Completions(Clients):
    """``scorer(base_url, model_name, prompt, completion)``."""

    def arguments(self, toy: Toy, pair: Pair) -> tuple[Any, ...]:
        return toy, pair

    def call(self, arguments: tuple[Any, ...]) -> Any:
        toy, pair = arguments
        with serve(toy.lm, breaks=toy.breaks) as server:
            return self.scorer.fn(server.base_url, server.model_name, *pair)

    def unscored_first(self) -> list[Trial]:
        return self.pairs("a text without prompt", [("", "The cat sat on a mat"), ("", "Answer: yes")])


class Response(Clients):
    """``scorer(response, prompt_length)``: a parsed response with echo; the length counts tokens, BOS too."""

    def arguments(self, toy: Toy, pair: Pair) -> tuple[Any, ...]:
        _, prompt_length = self.truth(pair)
        return self._respond(toy, pair), prompt_length

    def merged(self) -> list[Trial]:
        raise Skip("the response is cut at a number of tokens, not of characters")

    def unscored_first(self) -> list[Trial]:
        trials = self.pairs("a whole text", [("", "The cat sat on a mat"), ("", "Answer: yes")])
        return [
            Trial(
                trial.name,
                functools.partial(self._whole, trial),
                single(ToyLM(), (trial.truth.tokens.tolist(), 0)),
                dtype=trial.dtype,
            )
            for trial in trials
        ]

    def _whole(self, trial: Trial) -> tuple[Any, ...]:
        return trial.arguments()[0], 0

    def _respond(self, toy: Toy, pair: Pair) -> dict[str, Any]:
        request = {"prompt": "".join(pair), "max_tokens": 0, "echo": True, "logprobs": TOP}
        if self.scorer.boundary == "separate":
            request["prompt"] = self.truth(pair)[0]
        return toy.complete(request)
