"""Expected judge score from the alternatives of one position."""
import math

from openai import AsyncOpenAI

client = AsyncOpenAI()
SCALE = {str(i): i for i in range(1, 6)}


def expected(top):
    """Mean of the scale under the returned alternatives, and the mass they cover."""
    mass, mean = 0.0, 0.0
    for alt in top:
        value = SCALE.get(alt.token.strip())
        if value is None:
            continue
        p = math.exp(alt.logprob)
        mass += p
        mean += value * p
    if mass < 0.5:
        return None, mass
    return mean / mass, mass


async def rate(prompt, model="gpt-4o"):
    r = await client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt + "\nReply with one digit from 1 to 5."}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    return expected(r.choices[0].logprobs.content[0].top_logprobs)
