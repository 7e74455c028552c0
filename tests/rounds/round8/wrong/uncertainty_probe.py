"""Per-answer uncertainty from chat log-probs, saved beside the answers.

# bug: "entropy" sums -p log p over the emitted tokens only, not over the vocabulary at each position.
"""
import json
import math

from openai import OpenAI

oa = OpenAI()


def ask(question, model="gpt-4o-mini"):
    return oa.chat.completions.create(
        model=model,
        temperature=0,
        logprobs=True,
        messages=[{"role": "user", "content": question}],
    ).choices[0]


def predictive_entropy(choice):
    lps = [c.logprob for c in choice.logprobs.content]
    return -sum(math.exp(v) * v for v in lps)  # expect: SEQ416


def run(questions, path):
    with open(path, "w") as fh:
        for q in questions:
            ch = ask(q)
            fh.write(json.dumps({"q": q, "a": ch.message.content, "H": predictive_entropy(ch)}) + "\n")
