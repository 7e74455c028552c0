"""Echoed log-probs: the unscored first token is left out of sum and count."""
from openai import OpenAI

client = OpenAI(base_url="http://localhost:8000/v1", api_key="-")


def mean_logprob(text, model="local"):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    lps = [x for x in r.choices[0].logprobs.token_logprobs if x is not None]
    return sum(lps) / len(lps) if lps else float("nan")


def continuation_logprob(text, first_char, model="local"):
    """Sum over the tokens that start at first_char or later."""
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    lp = r.choices[0].logprobs
    return sum(v for o, v in zip(lp.text_offset, lp.token_logprobs) if o >= first_char and v is not None)
