"""Invoice fields through a chat model; each field gets a confidence in [0, 1].

# bug: the token log-probs are multiplied with one another instead of added
"""
import asyncio
import json
import math
import operator
from functools import reduce

from openai import AsyncOpenAI

client = AsyncOpenAI()
FIELDS = ("invoice_no", "date", "total", "iban")
GATE = asyncio.Semaphore(8)


async def ask(document: str, field: str) -> dict:
    async with GATE:
        resp = await client.chat.completions.create(
            model="gpt-4.1-mini",
            temperature=0,
            logprobs=True,
            messages=[{"role": "user", "content": f"{document}\n\nReturn only the {field}."}],
        )
    choice = resp.choices[0]
    seq = reduce(operator.mul, (t.logprob for t in choice.logprobs.content), 1.0)  # expect: SEQ407
    return {"field": field, "value": choice.message.content, "confidence": math.exp(-abs(seq))}  # expect-near: SEQ407


async def extract(document: str):
    got = await asyncio.gather(*(ask(document, f) for f in FIELDS))
    return {g["field"]: {"value": g["value"], "confidence": g["confidence"]} for g in got}


if __name__ == "__main__":
    with open("invoice.txt") as f:
        print(json.dumps(asyncio.run(extract(f.read())), indent=2))
