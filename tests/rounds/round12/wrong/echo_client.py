"""Multiple choice over a /v1/completions endpoint that supports echo.

# bug: the echoed prompt's log-probs are summed together with those of the option.
"""
import os
import time
from dataclasses import dataclass

import openai


@dataclass
class Question:
    stem: str
    options: list
    gold: int


class EchoClient:
    retries = 4

    def __init__(self, model, base_url=None):
        self.model = model
        self.api = openai.OpenAI(base_url=base_url, api_key=os.environ.get("API_KEY", "none"))

    def _call(self, **kw):
        for k in range(self.retries):
            try:
                return self.api.completions.create(model=self.model, **kw)
            except openai.RateLimitError:
                time.sleep(2 ** k)
        raise RuntimeError("gave up")

    def loglik(self, stem, option):
        """log P(option | stem)."""
        r = self._call(prompt=stem + option, echo=True, max_tokens=0, logprobs=1, temperature=0)
        lps = r.choices[0].logprobs.token_logprobs
        return sum(lps[1:])  # expect: SEQ301

    def answer(self, q: Question):
        lls = [self.loglik(q.stem, " " + o) / len(o) for o in q.options]
        return max(range(len(lls)), key=lls.__getitem__)


def accuracy(client, questions):
    good = sum(client.answer(q) == q.gold for q in questions)
    return good / len(questions)
