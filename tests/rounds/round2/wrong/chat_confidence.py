"""Confidence of chat completions from the OpenAI API.

# bug: the first alternative of every position is read instead of the sampled token
"""
import asyncio
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def ask(question, model="gpt-4o-mini"):
    r = await client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question}],
        temperature=1.0,
        logprobs=True,
        top_logprobs=5,
    )
    choice = r.choices[0]
    lps = [tok.top_logprobs[0].logprob for tok in choice.logprobs.content]  # expect: SEQ211
    conf = math.exp(sum(lps) / len(lps)) if lps else float("nan")  # expect-near: SEQ211
    return choice.message.content, conf


async def main(questions):
    for q, (a, c) in zip(questions, await asyncio.gather(*map(ask, questions))):
        print(f"{c:.2f} {q} -> {a}")


if __name__ == "__main__":
    asyncio.run(main(["Who wrote Middlemarch?", "What is 17 * 23?"]))
