"""Client-side scores from OpenAI responses.

# bug: joint_logprob multiplies log-probabilities together; likelihood is the arithmetic mean of token probabilities.
"""
import functools
import math
import operator

from openai import OpenAI

client = OpenAI()


def joint_logprob(prompt, model="gpt-3.5-turbo-instruct"):
    """Generate one line and return it with the log-probability of the whole line."""
    r = client.completions.create(model=model, prompt=prompt, max_tokens=32, temperature=1, logprobs=0, stop=["\n"])
    choice = r.choices[0]
    lps = choice.logprobs.token_logprobs
    return choice.text, functools.reduce(operator.mul, lps)  # expect: SEQ407


def likelihood(messages, model="gpt-4o-mini"):
    """Generate a reply and return it with the likelihood of the sequence, normalised for length."""
    r = client.chat.completions.create(model=model, messages=messages, max_tokens=64, temperature=1, logprobs=True)
    content = r.choices[0].logprobs.content
    if not content:
        return r.choices[0].message.content, float("nan")
    ps = [math.exp(c.logprob) for c in content]  # expect-near: SEQ405
    return r.choices[0].message.content, sum(ps) / len(ps)  # expect: SEQ405


def rank_replies(messages, n=4):
    pool = [likelihood(messages) for _ in range(n)]
    pool.sort(key=lambda pair: pair[1], reverse=True)
    return [text for text, _ in pool]
