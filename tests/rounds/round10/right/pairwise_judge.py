"""Judge two answers; spelling variants of a letter are pooled."""
import math
from collections import defaultdict

from openai import OpenAI


def pool(alternatives):
    """Probability mass per letter, adding up variants such as 'A' and ' A'."""
    mass = defaultdict(float)
    for alt in alternatives:
        mass[alt.token.strip().upper()] += math.exp(alt.logprob)
    return mass


def judge(client: OpenAI, prompt: str, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model, temperature=0, max_tokens=1, logprobs=True, top_logprobs=20,
        messages=[{"role": "user", "content": prompt}])
    mass = pool(r.choices[0].logprobs.content[0].top_logprobs)
    both = mass["A"] + mass["B"]
    return mass["A"] / both if both else float("nan")


def debiased(client, template, q, x, y):
    first = judge(client, template.format(q=q, a=x, b=y))
    second = judge(client, template.format(q=q, a=y, b=x))
    return (first + 1 - second) / 2
