"""Sequence log-prob of a sampled chat answer."""
import os
from typing import NamedTuple

from openai import OpenAI

client = OpenAI(base_url=os.environ["UPSTREAM"])


class Answer(NamedTuple):
    text: str
    logprob: float
    n_tokens: int
    rejected_alternatives: int


def ask(messages, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model, messages=messages, temperature=1.0, logprobs=True, top_logprobs=3
    )
    c = r.choices[0]
    content = c.logprobs.content
    total = sum(p.logprob for p in content)
    off_greedy = sum(p.top_logprobs[0].token != p.token for p in content)
    return Answer(c.message.content, total, len(content), off_greedy)


def route(messages, floor=-40.0):
    a = ask(messages)
    return ("human" if a.logprob < floor else "auto"), a
