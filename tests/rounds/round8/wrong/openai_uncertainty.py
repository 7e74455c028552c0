"""Log-likelihood of sampled completions from the chat endpoint (selective prediction paper, appendix C).

# bug: the first of the alternatives is read at every position, not the token that was sampled
"""
import os
from collections import defaultdict

import numpy as np
from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])


def ask(question, n=10, temperature=1.0):
    return client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": question}],
        n=n,
        temperature=temperature,
        max_tokens=40,
        logprobs=True,
        top_logprobs=5,
    ).choices


def sampled_loglik(choice):
    steps = choice.logprobs.content
    return sum(s.top_logprobs[0].logprob for s in steps)  # expect: SEQ211


def answer_table(question):
    bucket = defaultdict(list)
    for c in ask(question):
        bucket[c.message.content.strip().lower()].append(sampled_loglik(c))
    return {a: float(np.max(v)) for a, v in bucket.items()}


def abstain(question, threshold=-6.0):
    table = answer_table(question)
    best = max(table, key=table.get)
    return None if table[best] < threshold else best
