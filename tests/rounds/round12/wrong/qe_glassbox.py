"""Glass-box quality estimation: features from the decoder's token log-probs (natural log).

# bug: the sentence likelihood is an arithmetic mean of token probabilities, and perplexity is exp of the positive mean log-prob.
"""
import gzip
import json
import statistics as st

import numpy as np


def read(path):
    op = gzip.open if path.endswith(".gz") else open
    with op(path, "rt", encoding="utf-8") as fh:
        for line in fh:
            d = json.loads(line)
            if d["logprobs"]:
                yield d["id"], np.asarray(d["logprobs"], float)


def seq_likelihood(lps):
    return np.exp(lps).mean()  # expect: SEQ405


def perplexity(lps):
    return np.exp(lps.mean())  # expect: SEQ413


FEATURES = {
    "likelihood": seq_likelihood,
    "ppl": perplexity,
    "std": lambda v: v.std(),
    "worst": lambda v: v.min(),
    "median": lambda v: st.median(v.tolist()),
}


def table(path):
    return {i: {k: float(f(v)) for k, f in FEATURES.items()} for i, v in read(path)}
