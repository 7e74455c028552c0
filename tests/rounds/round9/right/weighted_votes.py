"""Self-consistency in which every sample votes with its probability (OpenAI chat)."""
import collections
import re

import numpy as np
from openai import OpenAI

NUM = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def sample(client, question, n=8, model="gpt-4o-mini"):
    return client.chat.completions.create(
        model=model, n=n, temperature=1.0, logprobs=True,
        messages=[{"role": "user", "content": question + "\nFinish with the number."}],
    ).choices


def path_logprob(choice):
    return sum(tok.logprob for tok in choice.logprobs.content)


def vote(client, question):
    """Answer with the largest total probability over its distinct reasoning paths."""
    paths = collections.defaultdict(dict)
    for ch in sample(client, question):
        found = NUM.findall(ch.message.content)
        if found:
            paths[found[-1].replace(",", "")][ch.message.content] = path_logprob(ch)
    mass = {ans: np.logaddexp.reduce(list(by_text.values())) for ans, by_text in paths.items()}
    return max(mass, key=mass.get) if mass else None


if __name__ == "__main__":
    print(vote(OpenAI(), "A train covers 180 km in 2.5 hours. What is its speed in km/h?"))
