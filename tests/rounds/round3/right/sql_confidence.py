"""Confidence of SQL drafts: geometric mean of the token probabilities."""
import math


def geometric_mean(content):
    if not content:
        return 0.0
    return math.exp(sum(t.logprob for t in content) / len(content))


def pick(client, question, n=4):
    r = client.chat.completions.create(
        model="gpt-4o-mini", n=n, logprobs=True, temperature=0.9,
        messages=[{"role": "system", "content": "Write one SQL query."}, {"role": "user", "content": question}],
    )
    best = max(r.choices, key=lambda c: geometric_mean(c.logprobs.content))
    return best.message.content, geometric_mean(best.logprobs.content)
