"""Confidence of chat completions: the geometric mean of the written tokens' probabilities."""
import math
import statistics

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def complete(messages, model="gpt-4o-mini"):
    r = await client.chat.completions.create(model=model, messages=messages, logprobs=True, temperature=1.0)
    choice = r.choices[0]
    probs = [c.logprob for c in (choice.logprobs.content or [])]
    return choice.message.content, confidence(probs)


def confidence(probs):
    """exp of the mean log-probability; None where nothing was written."""
    return math.exp(statistics.fmean(probs)) if probs else None


async def verdict(messages, model="gpt-4o-mini"):
    """p(yes) of a one-token judgement, renormalised over the yes/no spellings among the top 20."""
    r = await client.chat.completions.create(model=model, messages=messages, max_tokens=1, temperature=0,
                                             logprobs=True, top_logprobs=20)
    mass = {"yes": 0.0, "no": 0.0}
    for alt in r.choices[0].logprobs.content[0].top_logprobs:
        key = alt.token.strip().lower()
        if key in mass:
            mass[key] += math.exp(alt.logprob)
    whole = mass["yes"] + mass["no"]
    return mass["yes"] / whole if whole > 0 else 0.5
