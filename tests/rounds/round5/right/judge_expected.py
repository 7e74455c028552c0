"""LLM judge: expected grade from the alternatives at the grade position, weights renormalised over the digits."""
import math

from openai import OpenAI

RUBRIC = "Rate the summary from 1 to 5. Reply with the digit only.\n\nText:\n{text}\n\nSummary:\n{summary}"


class Judge:
    def __init__(self, model="gpt-4o-mini"):
        self.client = OpenAI()
        self.model = model

    def grade(self, text, summary):
        r = self.client.chat.completions.create(
            model=self.model,
            messages=[{"role": "user", "content": RUBRIC.format(text=text, summary=summary)}],
            max_tokens=1,
            temperature=0,
            logprobs=True,
            top_logprobs=20,
        )
        mass = dict.fromkeys(range(1, 6), 0.0)
        for alt in r.choices[0].logprobs.content[0].top_logprobs:
            if alt.token.strip() in {"1", "2", "3", "4", "5"}:
                mass[int(alt.token)] += math.exp(alt.logprob)
        z = sum(mass.values())
        if z == 0:
            return None
        return sum(g * m for g, m in mass.items()) / z
