"""Continuation scores from an echoing endpoint, cut by text_offset."""
from openai import OpenAI


def score_continuation(client: OpenAI, model, prompt, continuation):
    r = client.completions.create(
        model=model, prompt=prompt + continuation, max_tokens=1, echo=True, logprobs=0, temperature=0
    )
    lp = r.choices[0].logprobs
    first = next(i for i, off in enumerate(lp.text_offset) if off >= len(prompt))
    return sum(lp.token_logprobs[first:-1])


def choose(client, model, prompt, options):
    return max(options, key=lambda c: score_continuation(client, model, prompt, c))
