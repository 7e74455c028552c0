"""Async judge client: the verdict's reliability and a consistency score from chat log-probs.

# bug: the first top_logprobs entry is read as the sampled token's log-prob; sequence_score adds up token probabilities.
"""
import asyncio
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()
SYSTEM = "Compare the two answers. Reply with a short reason, then A or B on its own line."


async def ask(question, a, b, model="gpt-4o-mini", temperature=1.0):
    r = await client.chat.completions.create(
        model=model,
        messages=[
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"{question}\n\n[A]\n{a}\n\n[B]\n{b}"},
        ],
        temperature=temperature,
        logprobs=True,
        top_logprobs=5,
    )
    return r.choices[0]


def reply_logprob(choice):
    """log p(reply) as sampled."""
    return sum(c.top_logprobs[0].logprob for c in choice.logprobs.content)  # expect: SEQ211


def sequence_score(choice):
    """Likelihood of the reply, used to weigh votes."""
    total = 0.0
    for c in choice.logprobs.content:
        total += math.exp(c.logprob)  # expect: SEQ404
    return total  # expect-near: SEQ404


async def vote(question, a, b, n=5):
    replies = await asyncio.gather(*(ask(question, a, b) for _ in range(n)))
    weight = {"A": 0.0, "B": 0.0}
    for r in replies:
        last = r.message.content.strip().splitlines()[-1].strip()
        if last in weight:
            weight[last] += sequence_score(r)
    return weight, [reply_logprob(r) for r in replies]
