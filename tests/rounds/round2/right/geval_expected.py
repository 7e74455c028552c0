"""G-Eval: expected rating from the alternatives at the rating's position."""
import math

from openai import OpenAI

client = OpenAI()


def expected_rating(prompt, low=1, high=5):
    r = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": prompt}],
                                       max_tokens=1, temperature=0, logprobs=True, top_logprobs=20)
    top = r.choices[0].logprobs.content[0].top_logprobs
    mass, total = 0.0, 0.0
    for alt in top:
        word = alt.token.strip()
        if word.isdigit() and low <= int(word) <= high:
            p = math.exp(alt.logprob)
            mass += p
            total += int(word) * p
    return total / mass if mass > 0.5 else None
