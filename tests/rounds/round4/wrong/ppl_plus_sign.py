"""Perplexity of completions from an API log.
# bug: exp of the mean log-prob without a minus sign is stored as perplexity.
"""
import json

import numpy as np
import pandas as pd


def load(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


def frame(path):
    recs = load(path)
    rows = []
    for r in recs:
        lps = np.asarray(r["logprobs"]["token_logprobs"][1:], dtype=float)
        rows.append({"id": r["id"], "perplexity": np.exp(lps.mean())})  # expect: SEQ413
    return pd.DataFrame(rows)


if __name__ == "__main__":
    print(frame("completions.jsonl").sort_values("perplexity").head())
