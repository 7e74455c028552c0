"""Certainty features from chat completions: log-probability of the sampled text, True/False margin."""
from typing import NamedTuple, Optional

from openai import OpenAI


class Answer(NamedTuple):
    text: str
    logprob: float
    tokens: int


def _call(client: OpenAI, prompt: str, **kw):
    r = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": prompt}],
        logprobs=True,
        top_logprobs=20,
        **kw,
    )
    return r.choices[0]


def sampled(client: OpenAI, prompt: str) -> Answer:
    c = _call(client, prompt, temperature=1.0, max_tokens=200)
    steps = c.logprobs.content
    return Answer(c.message.content, sum(s.logprob for s in steps), len(steps))


def truth_margin(client: OpenAI, prompt: str) -> Optional[float]:
    """log p(True) - log p(False); None if either is outside the alternatives."""
    alts = _call(client, prompt, temperature=0, max_tokens=1).logprobs.content[0].top_logprobs
    yes = [a.logprob for a in alts if a.token == "True"]
    no = [a.logprob for a in alts if a.token == "False"]
    if not yes or not no:
        return None
    return yes[0] - no[0]
