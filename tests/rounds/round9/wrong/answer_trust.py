"""Attach a trust value to chat answers before they leave the gateway.

# bug: with sampling on, the first alternative of a position need not be the token that was emitted, yet its log-prob is used.
"""
import os
from typing import NamedTuple

from openai import OpenAI

client = OpenAI(base_url=os.environ["GATEWAY_UPSTREAM"], api_key=os.environ.get("UPSTREAM_KEY", "none"))


class Answer(NamedTuple):
    text: str
    sequence_logprob: float
    n_tokens: int


def ask(messages, model="gpt-4o-mini") -> Answer:
    r = client.chat.completions.create(
        model=model,
        messages=messages,
        temperature=1.0,
        logprobs=True,
        top_logprobs=3,
    )
    choice = r.choices[0]
    total, n = 0.0, 0
    for piece in choice.logprobs.content:
        total += piece.top_logprobs[0].logprob  # expect: SEQ211
        n += 1
    return Answer(choice.message.content, total, n)


def route(messages, floor=-40.0):
    a = ask(messages)
    return ("human" if a.sequence_logprob < floor else "auto"), a
