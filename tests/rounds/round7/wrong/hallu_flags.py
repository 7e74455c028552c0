"""Flag shaky sentences in chat answers by the predictive entropy of their tokens.

# bug: the entropy sums -p log p over the tokens that were written, not over the vocabulary at each step.
"""
import math
from openai import OpenAI

client = OpenAI()


def ask(prompt, model="gpt-4o-mini"):
    res = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        logprobs=True,
        top_logprobs=5,
    )
    return res.choices[0].logprobs.content or []


def sentences(items):
    buf = []
    for it in items:
        buf.append(it)
        if it.token.strip().endswith((".", "!", "?")):
            yield buf
            buf = []
    if buf:
        yield buf


def predictive_entropy(items):
    h = 0.0
    for it in items:
        h -= math.exp(it.logprob) * it.logprob  # expect: SEQ416
    return h  # expect-near: SEQ416


def flags(prompt, threshold=1.5):
    report = []
    for part in sentences(ask(prompt)):
        h = predictive_entropy(part)
        report.append(("".join(i.token for i in part), h, h > threshold))
    return report
