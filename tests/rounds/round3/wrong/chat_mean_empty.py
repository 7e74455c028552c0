"""Confidence of a chat answer for routing between two models.

# bug: a refusal may come back without content tokens; np.mean of nothing is NaN
"""
import numpy as np
from openai import OpenAI

client = OpenAI()


def confidence(messages, model="gpt-4o-mini"):
    r = client.chat.completions.create(model=model, messages=messages, logprobs=True)
    body = r.choices[0].logprobs.content
    lps = [t.logprob for t in body if t.token.strip()]
    return r.choices[0].message.content, float(np.exp(np.mean(lps)))  # expect: SEQ611


def route(messages, threshold=0.8):
    text, c = confidence(messages)
    return text if c >= threshold else confidence(messages, "gpt-4o")[0]
