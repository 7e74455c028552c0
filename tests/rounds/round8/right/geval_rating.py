"""Probability-weighted rating from the judge's alternatives at the rating position."""
import math

from openai import OpenAI

client = OpenAI()


def rating(prompt, model="gpt-4o"):
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}],
        max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
    )
    alts = r.choices[0].logprobs.content[0].top_logprobs
    weight, value = 0.0, 0.0
    for a in alts:
        if a.token in {"1", "2", "3", "4", "5"}:
            p = math.exp(a.logprob)
            weight += p
            value += p * int(a.token)
    return value / weight if weight > 0 else None
