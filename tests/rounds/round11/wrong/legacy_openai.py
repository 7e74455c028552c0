"""Scores texts with the legacy completions endpoint (echo).

# bug: the first entry of each top_logprobs mapping is taken for the token of the text, and the probability is rounded before its log
"""
import math

from openai import OpenAI

client = OpenAI()


def fetch(text, model="davinci-002"):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=5)
    return r.choices[0].logprobs


def text_logprob(lp):
    total = 0.0
    for alternatives in lp.top_logprobs[1:]:
        total += list(alternatives.values())[0]  # expect: SEQ211
    return total


def answer_logprob(lp, first):
    probs = [round(math.exp(v), 3) for v in lp.token_logprobs[first:]]  # expect-near: SEQ504
    return sum(math.log(p) for p in probs)  # expect: SEQ504


def compare(question, first, answers):
    scored = [(answer_logprob(fetch(question + a), first), a) for a in answers]
    return max(scored)[1]
