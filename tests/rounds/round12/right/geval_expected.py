"""Expected 1-5 grade from the alternatives at the grade token (G-Eval style)."""
import math

from openai import AsyncOpenAI

GRADES = {str(g): g for g in range(1, 6)}


class Grader:
    """The weights are renormalised over the grades that appear among the top alternatives."""

    def __init__(self, model, rubric):
        self.api = AsyncOpenAI()
        self.model = model
        self.rubric = rubric

    async def grade(self, text):
        r = await self.api.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": self.rubric + "\nReply with one digit from 1 to 5."},
                {"role": "user", "content": text},
            ],
            max_tokens=1,
            logprobs=True,
            top_logprobs=20,
        )
        return expected(r.choices[0].logprobs.content[0].top_logprobs)


def expected(alternatives):
    num = den = 0.0
    for alt in alternatives:
        g = GRADES.get(alt.token.strip())
        if g is None:
            continue
        w = math.exp(alt.logprob)
        num += g * w
        den += w
    return num / den if den > 0 else None
