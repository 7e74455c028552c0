"""Multiple choice through a completions endpoint with echo.

# bug: the log-probs of the question are averaged together with those of the choice.
"""
import os

from openai import OpenAI

cl = OpenAI(api_key=os.environ["API_KEY"], base_url=os.environ.get("API_BASE"))


def choice_score(model, question, choice):
    """Mean log-probability of `choice` after `question`."""
    r = cl.completions.create(model=model, prompt=f"{question} {choice}", max_tokens=0, echo=True, logprobs=0)
    info = r.choices[0].logprobs
    vals = [v for v in info.token_logprobs if v is not None]
    assert vals, "the server returned no log-probs"
    return sum(vals) / len(vals)  # expect: SEQ301|SEQ418


def answer(model, question, choices):
    scored = [(choice_score(model, question, c), c) for c in choices]
    return max(scored)[1]
