"""Verdict letters of a chat judge: relative preference among the letters that were returned.

Spelling variants of one letter (" A", "A", "a") are different tokens; their mass is added up.
"""
import math
from collections import defaultdict

import numpy as np
from scipy.special import logsumexp, softmax

LETTERS = "ABC"


def letter_logmass(top_logprobs):
    groups = defaultdict(list)
    for alt in top_logprobs:
        key = alt.token.strip().upper()
        if len(key) == 1 and key in LETTERS:
            groups[key].append(alt.logprob)
    return {k: float(logsumexp(v)) for k, v in groups.items()}


def relative_preference(client, prompt, model, tau=1.0):
    """Tempered softmax over the letters found; they sum to 1 among themselves."""
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}],
        max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
    )
    mass = letter_logmass(r.choices[0].logprobs.content[0].top_logprobs)
    if not mass:
        return {}, 0.0
    names = sorted(mass)
    w = softmax(np.array([mass[n] for n in names]) / tau)
    covered = sum(math.exp(v) for v in mass.values())
    return dict(zip(names, w.tolist())), covered
