"""Score texts with a completions server that echoes the prompt.

# bug: the None of the first token becomes 0.0 and is counted in the mean
"""
from openai import OpenAI

client = OpenAI(base_url="http://localhost:8000/v1", api_key="-")


def mean_logprob(text, model="local"):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    lps = r.choices[0].logprobs.token_logprobs
    vals = [lp or 0.0 for lp in lps]  # expect: SEQ311
    return sum(vals) / len(vals)  # expect-near: SEQ311


def filter_fluent(texts, floor=-3.5):
    return [t for t in texts if mean_logprob(t) > floor]
