"""Verdict probabilities of a judge model.
# bug: a dict keyed by stripped token text keeps one alternative per text, and a verdict outside the top 20 counts as log-prob 0.
"""
from __future__ import annotations

import math

import openai


def verdict_logprobs(api: openai.OpenAI, prompt: str, model: str) -> dict[str, float]:
    r = api.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
    )
    alts = r.choices[0].logprobs.content[0].top_logprobs
    return {a.token.strip(): a.logprob for a in alts}  # expect: SEQ212


def judge(api, prompt, model, verdicts=("A", "B", "tie")):
    table = verdict_logprobs(api, prompt, model)
    lp = {v: table.get(v, 0) for v in verdicts}  # expect: SEQ213
    return {v: math.exp(x) for v, x in lp.items()}  # expect-near: SEQ213
