"""Perplexity from completion log-probs.

# bug: the minus sign is missing, the value lies between 0 and 1
"""
import os

import numpy as np
from openai import OpenAI


def perplexity(text: str, model: str) -> float:
    client = OpenAI(base_url=os.environ["LM_SERVER"])
    r = client.completions.create(model=model, prompt=text, echo=True, max_tokens=0, logprobs=0)
    lps = [v for v in r.choices[0].logprobs.token_logprobs if v is not None]
    return np.exp(np.mean(lps))  # expect: SEQ413


if __name__ == "__main__":
    print("ppl:", perplexity("The quick brown fox", "base"))
