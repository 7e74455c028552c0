"""Compare completions by the log-probabilities that an OpenAI-compatible completions API returns."""

import math

from openai import OpenAI

client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")


def completion_logprob(model, prompt, completion):
    """Log-probability of a completion, from an echoed prompt."""
    response = client.completions.create(
        model=model, prompt=prompt + completion, max_tokens=0, echo=True, logprobs=5
    )
    token_logprobs = response.choices[0].logprobs.token_logprobs
    return sum(value or 0.0 for value in token_logprobs)


def first_token_probability(model, prompt, answer):
    response = client.completions.create(model=model, prompt=prompt, max_tokens=1, logprobs=5)
    candidates = response.choices[0].logprobs.top_logprobs[0]
    return math.exp(candidates.get(answer, 0.0))


def preferred(model, prompt, completions):
    scores = {completion: completion_logprob(model, prompt, completion) for completion in completions}
    return max(scores, key=scores.get)
