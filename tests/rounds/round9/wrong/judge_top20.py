"""LLM judge for generated SQL: probability that the verdict is Yes.

# bug: the alternatives are keyed by their stripped text so ' Yes' and 'Yes' overwrite each other; and a verdict outside the top 20 gets log-prob 0
"""
import asyncio
import math

from openai import AsyncOpenAI

api = AsyncOpenAI()
ASK = "Does this query answer the question?\n\nQ: {q}\nSQL: {sql}\n\nAnswer Yes or No."


async def first_token_table(q, sql):
    r = await api.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": ASK.format(q=q, sql=sql)}],
        max_tokens=1,
        temperature=1,
        logprobs=True,
        top_logprobs=20,
    )
    alts = r.choices[0].logprobs.content[0].top_logprobs
    return {a.token.strip().lower(): a.logprob for a in alts}  # expect: SEQ212


async def verdict(q, sql):
    table = await first_token_table(q, sql)
    yes = table.get("yes", 0.0)  # expect: SEQ213
    return math.exp(yes)


async def judge_all(items, width=8):
    gate = asyncio.Semaphore(width)

    async def one(it):
        async with gate:
            return await verdict(it["question"], it["sql"])

    return await asyncio.gather(*(one(it) for it in items))
