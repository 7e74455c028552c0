"""Judge service: expected rating over the digits 1-5 offered at the answer position.

The expectation is taken over the rating tokens only, i.e. conditional on the judge answering with a digit.
"""
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()
DIGITS = {str(d) for d in range(1, 6)}


async def expected_rating(prompt: str, model: str = "gpt-4.1-mini") -> float:
    r = await client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
        temperature=0,
    )
    alternatives = r.choices[0].logprobs.content[0].top_logprobs
    mass, acc = 0.0, 0.0
    for alt in alternatives:
        if alt.token.strip() in DIGITS:
            p = math.exp(alt.logprob)
            mass += p
            acc += int(alt.token) * p
    return acc / mass if mass > 0 else float("nan")
