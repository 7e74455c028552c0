"""Perplexity of chat answers from the returned log-probs.

# bug: the minus sign is missing, exp(mean log-prob) is below one.
"""
import numpy as np
from openai import OpenAI

client = OpenAI()


def ask(question, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": question}], logprobs=True)
    return r.choices[0]


def perplexity(choice):
    lps = np.array([t.logprob for t in choice.logprobs.content])
    if lps.size == 0:
        return float("nan")
    return float(np.exp(lps.mean()))  # expect: SEQ413


if __name__ == "__main__":
    for q in ("What is 2+2?", "Name a rare mineral."):
        c = ask(q)
        print(q, c.message.content, "ppl", perplexity(c))
