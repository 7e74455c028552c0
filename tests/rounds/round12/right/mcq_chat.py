"""Mass on each option letter from the first position of a chat reply.

Spelling variants of a letter are merged by adding their probabilities. A letter that
does not appear among the returned alternatives stays None and the item is left undecided.
"""
import math
from collections import defaultdict

from openai import OpenAI


def letter_mass(alts, letters):
    acc = defaultdict(float)
    for a in alts:
        key = a.token.strip().upper()
        if key in letters:
            acc[key] += math.exp(a.logprob)
    return {l: acc.get(l) for l in letters}


def ask(client, prompt, letters, model="gpt-4o-mini"):
    rsp = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        logprobs=True,
        top_logprobs=20,
        max_tokens=1,
    )
    mass = letter_mass(rsp.choices[0].logprobs.content[0].top_logprobs, letters)
    if any(v is None for v in mass.values()):
        return None, mass
    return max(mass, key=mass.get), mass


if __name__ == "__main__":
    print(ask(OpenAI(), "2+2?\nA. 3\nB. 4\nLetter:", ["A", "B"]))
