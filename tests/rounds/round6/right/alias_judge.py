"""Yes/no judge. All spellings among the alternatives contribute; the result is yes relative to yes + no."""
import collections
import math

import anyio
from openai import AsyncOpenAI


def shares(alternatives):
    mass = collections.defaultdict(float)
    for alt in alternatives:
        mass[alt.token.strip().lower()] += math.exp(alt.logprob)
    return mass


async def verdict(client, question, reply):
    r = await client.chat.completions.create(
        model="gpt-4o-mini",
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
        messages=[
            {"role": "system", "content": "Reply with yes or no."},
            {"role": "user", "content": f"Is this reply helpful?\n{question}\n---\n{reply}"},
        ],
    )
    mass = shares(r.choices[0].logprobs.content[0].top_logprobs)
    both = mass["yes"] + mass["no"]
    return mass["yes"] / both if both > 0.5 else None


async def main(rows):
    client = AsyncOpenAI()
    for q, a in rows:
        print(await verdict(client, q, a))


if __name__ == "__main__":
    anyio.run(main, [("2+2?", "4"), ("2+2?", "A fish.")])
