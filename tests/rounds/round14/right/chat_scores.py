"""Sequence scores from chat completions."""
import math
from statistics import fmean


def reply_with_score(client, messages, model="gpt-4o-mini", **kw):
    r = client.chat.completions.create(
        model=model, messages=messages, logprobs=True, temperature=1, max_tokens=64, **kw
    )
    choice = r.choices[0]
    lps = [c.logprob for c in choice.logprobs.content or []]
    return choice.message.content, lps


def joint(lps):
    return math.fsum(lps)


def geometric_mean_probability(lps):
    return math.exp(fmean(lps)) if lps else math.nan


def best_of(client, messages, n=4):
    pool = [reply_with_score(client, messages) for _ in range(n)]
    pool = [(t, lps) for t, lps in pool if lps]
    return max(pool, key=lambda item: fmean(item[1]))[0]
