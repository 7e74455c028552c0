"""LLM judge: expected rating from the alternatives of the single rating token."""
import math
from collections import defaultdict

from openai import OpenAI

PROMPT = "Rate the summary from 1 to 5. Reply with the number only.\n\n{doc}\n\nSummary: {summ}"


class Judge:
    def __init__(self, model="gpt-4o", client=None):
        self.model = model
        self.client = client or OpenAI()

    def _alternatives(self, doc, summ):
        r = self.client.chat.completions.create(
            model=self.model, temperature=1.0, max_tokens=1, logprobs=True, top_logprobs=20,
            messages=[{"role": "user", "content": PROMPT.format(doc=doc, summ=summ)}])
        return r.choices[0].logprobs.content[0].top_logprobs

    def rating(self, doc, summ):
        """Expected rating given that one of 1..5 is said, and the mass of those ratings."""
        mass = defaultdict(float)
        for alt in self._alternatives(doc, summ):
            t = alt.token.strip()
            if t in {"1", "2", "3", "4", "5"}:
                mass[int(t)] += math.exp(alt.logprob)
        covered = sum(mass.values())
        if covered < 0.5:
            return None, covered
        return sum(k * p for k, p in mass.items()) / covered, covered
