"""Expected 1-5 rating from the alternatives at the position of the score token (G-Eval)."""
import math
from collections import defaultdict

from openai import OpenAI

client = OpenAI()
RUBRIC = "Rate the coherence of the summary from 1 to 5. Output the number only.\n\nArticle:\n{a}\n\nSummary:\n{s}"


def rate(article, summary, model="gpt-4o"):
    res = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": RUBRIC.format(a=article, s=summary)}],
        max_tokens=1, logprobs=True, top_logprobs=20,
    )
    weight = defaultdict(float)
    for alt in res.choices[0].logprobs.content[0].top_logprobs:
        if alt.token.strip() in {"1", "2", "3", "4", "5"}:
            weight[int(alt.token)] += math.exp(alt.logprob)
    mass = sum(weight.values())
    if mass < 1e-3:
        raise ValueError("no rating among the alternatives")
    return sum(r * w for r, w in weight.items()) / mass
