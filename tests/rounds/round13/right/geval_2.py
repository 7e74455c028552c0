"""G-Eval style expected rating from the alternatives of a one-token verdict."""
import math

from openai import AsyncOpenAI

SCALE = range(1, 6)


class Rater:
    def __init__(self, rubric, model="gpt-4o"):
        self.api = AsyncOpenAI()
        self.rubric = rubric
        self.model = model

    async def _alternatives(self, text):
        r = await self.api.chat.completions.create(
            model=self.model,
            max_tokens=1,
            logprobs=True,
            top_logprobs=20,
            messages=[
                {"role": "system", "content": self.rubric + "\nAnswer with one digit from 1 to 5."},
                {"role": "user", "content": text},
            ],
        )
        return r.choices[0].logprobs.content[0].top_logprobs

    async def rate(self, text, min_mass=0.8):
        weight = {s: 0.0 for s in SCALE}
        for alt in await self._alternatives(text):
            word = alt.token.strip()
            if word.isdecimal() and int(word) in weight:
                weight[int(word)] += math.exp(alt.logprob)
        mass = sum(weight.values())
        if mass < min_mass:
            return None
        return sum(s * w for s, w in weight.items()) / mass


def chain_stats(content):
    """Sum, mean and perplexity of the emitted tokens of a longer reply."""
    lps = [c.logprob for c in content]
    if not lps:
        return {"n": 0}
    mean = sum(lps) / len(lps)
    return {"n": len(lps), "sum": sum(lps), "mean": mean, "ppl": math.exp(min(-mean, 700.0))}
