"""Perplexity of text through a completions endpoint.
# bug: None is turned into 0.0, and exp has no minus sign.
"""
import argparse

import numpy as np
from openai import OpenAI


def logprobs(client, model, text):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1)
    raw = r.choices[0].logprobs.token_logprobs
    return [0.0 if v is None else v for v in raw]  # expect: SEQ311


def perplexity(client, model, text):
    lps = logprobs(client, model, text)
    return np.exp(np.mean(lps))  # expect: SEQ413 # expect-near: SEQ311


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--url")
    ap.add_argument("--model", required=True)
    ap.add_argument("text")
    a = ap.parse_args()
    print(perplexity(OpenAI(base_url=a.url), a.model, a.text))


if __name__ == "__main__":
    main()
