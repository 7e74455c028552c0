"""Letter probabilities at one position: variants of a letter are added, missing mass is tracked."""
import math
from collections import defaultdict

from openai import OpenAI


def letter_probabilities(client: OpenAI, prompt: str, letters="ABCD"):
    r = client.chat.completions.create(
        model="gpt-4o-mini", max_tokens=1, logprobs=True, top_logprobs=20,
        messages=[{"role": "user", "content": prompt}],
    )
    mass = defaultdict(float)
    for alt in r.choices[0].logprobs.content[0].top_logprobs:
        letter = alt.token.strip()
        if letter in letters:
            mass[letter] += math.exp(alt.logprob)
    missing = 1.0 - sum(mass.values())
    return dict(mass), missing
