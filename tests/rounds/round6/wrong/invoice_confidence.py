"""Extract invoice fields with structured output and attach a confidence to the whole object.

# bug: the first alternative is read at every position instead of the token that was sampled
"""
import asyncio
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()
SCHEMA = {
    "name": "invoice",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"number": {"type": "string"}, "total": {"type": "number"}},
        "required": ["number", "total"],
        "additionalProperties": False,
    },
}


async def extract(page: str, model="gpt-4o-mini"):
    res = await client.chat.completions.create(
        model=model,
        messages=[
            {"role": "system", "content": "Return the invoice as JSON."},
            {"role": "user", "content": page},
        ],
        response_format={"type": "json_schema", "json_schema": SCHEMA},
        logprobs=True,
        top_logprobs=5,
    )
    choice = res.choices[0]
    trail = []
    for pos in choice.logprobs.content:
        trail.append(pos.top_logprobs[0].logprob)  # expect: SEQ211
    conf = math.exp(sum(trail) / len(trail)) if trail else None
    return choice.message.content, conf


async def run(pages, width=8):
    gate = asyncio.Semaphore(width)

    async def one(p):
        async with gate:
            return await extract(p)

    return await asyncio.gather(*(one(p) for p in pages))


if __name__ == "__main__":
    for body, c in asyncio.run(run(["Invoice 118, amount due 40.00 EUR"])):
        print(c, body)
