"""Adds a perplexity column to a CSV of essays, using an echo-capable completions endpoint.

# bug: the missing first log-prob counts as 0.0 in the mean; the perplexity is exp of the mean log-prob without a minus
"""
import sys

import numpy as np
import pandas as pd
from openai import OpenAI

client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")


def essay_stats(text: str) -> pd.Series:
    r = client.completions.create(model="base", prompt=text, max_tokens=0, echo=True, logprobs=1)
    lps = np.array([v or 0.0 for v in r.choices[0].logprobs.token_logprobs])  # expect: SEQ311
    avg = lps.mean()  # expect-near: SEQ311
    return pd.Series({"n_tokens": lps.size, "mean_logprob": avg, "perplexity": np.exp(avg)})  # expect: SEQ413


if __name__ == "__main__":
    src, dst = sys.argv[1:3]
    df = pd.read_csv(src)
    df = df[df["essay"].fillna("").str.len() > 0]
    df = df.join(df["essay"].apply(essay_stats))
    df.sort_values("perplexity").to_csv(dst, index=False)
