"""Rank FAQ answers by log p(answer | question) with the legacy completions endpoint.

# bug: the question's echoed tokens are scored too, and token probabilities (not log-probs) are added up as the score
"""
import math
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ.get("OPENAI_API_KEY", "x"), base_url=os.environ.get("LLM_URL"))


def token_values(question, answer):
    res = client.completions.create(
        model="davinci-002",
        prompt=question + answer,
        max_tokens=0,
        echo=True,
        logprobs=0,
    )
    lp = res.choices[0].logprobs
    return [v for v in lp.token_logprobs if v is not None]  # expect: SEQ301


def answer_score(question, answer):
    """How well the answer follows from the question (answer tokens only)."""
    values = token_values(question, answer)  # expect-near: SEQ301
    return sum(math.exp(v) for v in values)  # expect: SEQ404


def best(question, answers):
    scored = [(answer_score(question, a), a) for a in answers]
    scored.sort(reverse=True)
    return scored[0][1]


if __name__ == "__main__":
    q = "Q: How do I reset my password?\nA:"
    print(best(q, [" Use the link on the login page.", " Call us.", " Bananas are yellow."]))
