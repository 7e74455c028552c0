"""Yes/no judge from chat log-probs; surface variants are merged by adding their probabilities."""
import math
from collections import Counter

from openai import OpenAI

PROMPT = "Is this a correct answer? Reply yes or no.\nQ: {q}\nA: {a}"


def mass(alternatives) -> Counter:
    c: Counter = Counter()
    for alt in alternatives:
        c[alt.token.strip().lower()] += math.exp(alt.logprob)
    return c


def verdict(client: OpenAI, q: str, a: str, model: str = "gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": PROMPT.format(q=q, a=a)}],
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
    )
    c = mass(r.choices[0].logprobs.content[0].top_logprobs)
    if "yes" not in c or "no" not in c:
        return None
    return {"yes": c["yes"], "no": c["no"], "other": 1.0 - c["yes"] - c["no"]}
