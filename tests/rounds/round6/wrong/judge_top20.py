"""LLM judge: probability that the first answer token is "yes", from chat top_logprobs.

# bug: alternatives are keyed by their stripped, lower-cased text, so " Yes", "yes" and "Yes" overwrite each other.
"""
import math
from dataclasses import dataclass

from openai import OpenAI


@dataclass
class Verdict:
    p_yes: float
    p_no: float

    @property
    def margin(self) -> float:
        return self.p_yes - self.p_no


class Judge:
    def __init__(self, model: str = "gpt-4o-mini", client=None):
        self.model = model
        self.client = client or OpenAI()

    def __call__(self, question: str, answer: str) -> Verdict:
        r = self.client.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": "Reply with yes or no only."},
                {"role": "user", "content": f"Is this a correct answer?\nQ: {question}\nA: {answer}"},
            ],
            max_tokens=1,
            logprobs=True,
            top_logprobs=20,
        )
        alts = r.choices[0].logprobs.content[0].top_logprobs
        mass = {a.token.strip().lower(): math.exp(a.logprob) for a in alts}  # expect: SEQ212
        return Verdict(mass.get("yes", float("nan")), mass.get("no", float("nan")))  # expect-near: SEQ212
