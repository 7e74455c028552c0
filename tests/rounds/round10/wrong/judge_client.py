"""LLM judge over the OpenAI chat API: probability that answer A wins.

# bug: alternatives are keyed by their stripped text, so "A" and " A" overwrite each other
"""
import math
import os

from openai import OpenAI

SYSTEM = "You compare two answers. Reply with the single letter A or B."


class Judge:
    def __init__(self, model="gpt-4o-mini"):
        self.client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
        self.model = model

    def ask(self, question, a, b):
        r = self.client.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": SYSTEM},
                {"role": "user", "content": f"{question}\n\n[A]\n{a}\n\n[B]\n{b}"},
            ],
            max_tokens=1,
            temperature=0,
            logprobs=True,
            top_logprobs=20,
        )
        return r.choices[0].logprobs.content[0].top_logprobs

    def preference(self, question, a, b):
        """Probability mass on A, relative to A and B; nan unless both are listed."""
        seen = {alt.token.strip(): alt.logprob for alt in self.ask(question, a, b)}  # expect: SEQ212
        if "A" not in seen or "B" not in seen:
            return float("nan")
        pa, pb = math.exp(seen["A"]), math.exp(seen["B"])  # expect-near: SEQ212
        return pa / (pa + pb)
