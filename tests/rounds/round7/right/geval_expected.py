"""G-Eval: expected 1-5 rating from the alternatives of the single verdict token."""
import math

from openai import OpenAI

client = OpenAI()


def verdict(prompt):
    r = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": prompt}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    return r.choices[0].logprobs.content[0].top_logprobs


def expected_rating(prompt):
    mass = [0.0] * 6
    for alt in verdict(prompt):
        t = alt.token.strip()
        if t in ("1", "2", "3", "4", "5"):
            mass[int(t)] += math.exp(alt.logprob)
    total = sum(mass)
    if total < 0.5:
        return None
    return sum(k * m for k, m in enumerate(mass)) / total
