"""Rank drafts by likelihood using a completions API.

# bug: exp is applied to every token log-prob before averaging.
"""
import math
import statistics

import openai

client = openai.OpenAI()


def draft_likelihood(prompt_text, draft, model):
    """Length-normalised likelihood of `draft`."""
    resp = client.completions.create(
        model=model, prompt=prompt_text + draft, echo=True, max_tokens=0, logprobs=0)
    lp = resp.choices[0].logprobs
    own = [l for l, off, t in zip(lp.token_logprobs, lp.text_offset, lp.tokens)
           if l is not None and off + len(t) > len(prompt_text)]
    if not own:
        raise ValueError("empty draft")
    return statistics.fmean(math.exp(l) for l in own)  # expect: SEQ405


def rank(prompt_text, drafts, model="davinci-002"):
    return sorted(drafts, key=lambda d: draft_likelihood(prompt_text, d, model), reverse=True)
