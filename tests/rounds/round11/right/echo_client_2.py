"""Hosted endpoint client: text score and reply confidence."""
import math
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ.get("LLM_KEY", ""), base_url=os.environ.get("LLM_URL"))


def mean_logprob(text, engine="davinci-002"):
    """Average over the scored tokens (the first one has no score)."""
    r = client.completions.create(model=engine, prompt=text, max_tokens=0, echo=True, logprobs=1)
    vals = [v for v in r.choices[0].logprobs.token_logprobs if v is not None]
    return sum(vals) / len(vals) if vals else float("nan")


def reply(messages, engine="gpt-4o-mini"):
    r = client.chat.completions.create(model=engine, messages=messages, logprobs=True, max_tokens=128)
    ch = r.choices[0]
    lps = [c.logprob for c in ch.logprobs.content]
    return ch.message.content, math.exp(sum(lps) / max(len(lps), 1))


def expected_grade(messages, engine="gpt-4o-mini"):
    """G-Eval style expectation over the digits among the alternatives at the one answer position."""
    r = client.chat.completions.create(model=engine, messages=messages, logprobs=True, top_logprobs=20, max_tokens=1)
    alts = r.choices[0].logprobs.content[0].top_logprobs
    mass = [(int(a.token), math.exp(a.logprob)) for a in alts if a.token.strip() in {"1", "2", "3", "4", "5"}]
    z = sum(p for _, p in mass)
    return sum(g * p for g, p in mass) / z if z else float("nan")
