"""Pick an option from one chat completion step.

# bug: an option that is missing from the alternatives gets 0, better than every listed one
"""
import asyncio

from openai import AsyncOpenAI


async def pick(client: AsyncOpenAI, prompt: str, options: list) -> str:
    resp = await client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": prompt}],
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
    )
    alternatives = resp.choices[0].logprobs.content[0].top_logprobs

    def value(option):
        return next((a.logprob for a in alternatives if a.token == option), 0.0)  # expect: SEQ213

    return sorted(options, key=value, reverse=True)[0]


if __name__ == "__main__":
    print(asyncio.run(pick(AsyncOpenAI(), "Is water wet? Yes or No", ["Yes", "No"])))
