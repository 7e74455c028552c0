"""Pick one of several TGI completions by how likely the model finds it.

# bug: the token probabilities are added up as the score of the sequence, so longer completions win.
"""
import asyncio
import math

from huggingface_hub import AsyncInferenceClient


async def draw(client, prompt, seed):
    return await client.text_generation(
        prompt, details=True, seed=seed, do_sample=True, max_new_tokens=200
    )


def sequence_score(reply):
    score = 0.0
    for t in reply.details.tokens:
        if not t.special:
            score += math.exp(t.logprob)  # expect: SEQ404
    return score


async def most_likely(url, prompt, k=5):
    client = AsyncInferenceClient(url)
    replies = await asyncio.gather(*(draw(client, prompt, s) for s in range(k)))
    return max(replies, key=sequence_score).generated_text


if __name__ == "__main__":
    print(asyncio.run(most_likely("http://localhost:8080", "Explain tides in one line.")))
