"""Perplexity of student essays through a completions endpoint with echo.

# bug: the None of the unscored first token becomes 0.0 and enters the mean
# bug: the natural-log mean is raised with base 2
"""
import os
from statistics import fmean

from openai import OpenAI

client = OpenAI(base_url=os.environ.get("LM_URL", "http://localhost:8000/v1"), api_key="none")


def token_logprobs(text, model):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    return r.choices[0].logprobs.token_logprobs


def essay_perplexity(text, model="babbage-002"):
    values = [lp or 0.0 for lp in token_logprobs(text, model)]  # expect: SEQ311
    if len(values) < 2:
        return None
    return 2 ** -fmean(values)  # expect: SEQ411


if __name__ == "__main__":
    import sys

    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as fh:
            ppl = essay_perplexity(fh.read().strip())
        print(path, "too short" if ppl is None else f"{ppl:.1f}")
