"""Pairwise judge, both orders.
# bug: the judge's two letters are renormalised and reported as absolute probability, and the tokens are keyed by stripped text.
"""
import math

from openai import OpenAI


class Judge:
    def __init__(self, model):
        self.api = OpenAI()
        self.model = model

    def _alts(self, prompt):
        r = self.api.chat.completions.create(
            model=self.model, messages=[{"role": "user", "content": prompt}],
            max_tokens=1, logprobs=True, top_logprobs=20,
        )
        found = {}
        for alt in r.choices[0].logprobs.content[0].top_logprobs:
            found[alt.token.strip().upper()] = alt.logprob  # expect: SEQ212
        return found

    def probability_of_a(self, prompt):
        """The model's probability of answering A."""
        alts = self._alts(prompt)
        a, b = (math.exp(alts.get(k, -math.inf)) for k in "AB")
        return a / (a + b)  # expect: SEQ108
