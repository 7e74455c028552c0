"""Confidence of chat completions: the sampled token's own log-prob, geometric mean."""
import asyncio
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def ask(question):
    r = await client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}],
        temperature=1.0, logprobs=True, top_logprobs=3)
    choice = r.choices[0]
    lps = [tok.logprob for tok in choice.logprobs.content]
    conf = math.exp(sum(lps) / len(lps)) if lps else None
    return choice.message.content, conf


async def main(questions):
    return await asyncio.gather(*(ask(q) for q in questions))


if __name__ == "__main__":
    print(asyncio.run(main(["Who wrote Middlemarch?"])))
