"""Self-consistency with log-prob weighted votes (OpenAI chat API).

# bug: the token log-probabilities of a sample are multiplied together
"""
import collections
import math
import re

from openai import OpenAI

client = OpenAI()
NUM = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def sample(question, n=8, model="gpt-4o-mini"):
    return client.chat.completions.create(
        model=model,
        n=n,
        temperature=1.0,
        logprobs=True,
        messages=[{"role": "user", "content": question + "\nThink step by step, finish with the number."}],
    ).choices


def path_weight(choice):
    """Log-probability of the sampled reasoning path."""
    return math.prod(tok.logprob for tok in choice.logprobs.content)  # expect: SEQ407


def vote(question):
    ballots = collections.defaultdict(list)
    for ch in sample(question):
        found = NUM.findall(ch.message.content)
        if found:
            ballots[found[-1].replace(",", "")].append(path_weight(ch))
    if not ballots:
        return None
    return max(ballots, key=lambda ans: max(ballots[ans]))
