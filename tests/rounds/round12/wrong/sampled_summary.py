"""Generates several sampled summaries and keeps the one the model believes in most.

# bug: the first entry of each step's mapping is taken, not the entry of the token that was sampled.
# bug: the score of a summary adds up token probabilities.
"""
import math

from openai import OpenAI

client = OpenAI(base_url="http://gpu-07:8080/v1", api_key="-")


def candidates(article, n=6):
    resp = client.completions.create(
        model="local",
        prompt=f"{article}\n\nSummary:",
        n=n,
        temperature=1.0,
        max_tokens=90,
        stop=["\n\n"],
        logprobs=5,
    )
    return resp.choices


def chosen_lps(choice):
    """Log-probs of the tokens of the summary."""
    res = []
    for step in choice.logprobs.top_logprobs:
        res.append(next(iter(step.values())))  # expect: SEQ211
    return res


def belief(choice):
    total = 0.0
    for lp in chosen_lps(choice):
        total += math.exp(lp)  # expect: SEQ404
    return total  # expect-near: SEQ404


def summarise(article):
    cands = candidates(article)
    return max(cands, key=belief).text.strip()
