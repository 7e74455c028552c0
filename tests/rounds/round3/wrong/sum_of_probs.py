"""Confidence of generated SQL.

# bug: the token probabilities are added up, so long queries get larger scores
"""
import math

from openai import OpenAI


def generate_sql(client: OpenAI, question: str, n: int = 4):
    r = client.chat.completions.create(
        model="gpt-4o-mini", n=n, logprobs=True, temperature=0.9,
        messages=[{"role": "system", "content": "Write one SQL query."}, {"role": "user", "content": question}],
    )
    best, best_score = None, -1.0
    for choice in r.choices:
        score = sum(math.exp(t.logprob) for t in choice.logprobs.content)  # expect: SEQ404
        if score > best_score:
            best, best_score = choice.message.content, score
    return best
