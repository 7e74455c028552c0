"""LLM judge: distribution over the verdict letters from chat top_logprobs.

# bug: the alternatives are stored under their stripped, upper-cased text so " A", "A" and "a" overwrite one another; the temperature divides log-probs that are never renormalised
"""
import math
from typing import Optional

from openai import OpenAI

LETTERS = ("A", "B", "C")
client = OpenAI()


def alternatives(prompt: str, model: str = "gpt-4o-mini") -> dict:
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    found = {}
    for alt in r.choices[0].logprobs.content[0].top_logprobs:
        found[alt.token.strip().upper()] = alt.logprob  # expect: SEQ212
    return found


def probability(found: dict, letter: str, tau: float = 1.0) -> Optional[float]:
    """Probability of `letter` at softmax temperature `tau`; None if outside the top 20."""
    if letter not in found:
        return None
    return math.exp(found[letter] / tau)  # expect: SEQ109


def verdict(prompt: str, tau: float = 1.4) -> dict:
    found = alternatives(prompt)
    return {x: probability(found, x, tau) for x in LETTERS}
