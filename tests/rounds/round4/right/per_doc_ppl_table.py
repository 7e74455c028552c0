"""Perplexity per document as a table; the corpus value comes from the totals."""
import numpy as np
import pandas as pd


def table(scorer, docs):
    rows = []
    for d in docs:
        lps = np.asarray(scorer.token_logprobs(d["text"]))
        n = max(len(lps), 1)
        rows.append({"id": d["id"], "nll": -lps.sum(), "n": n, "ppl": np.exp(-lps.sum() / n)})
    return pd.DataFrame(rows)


def corpus_perplexity(df):
    return float(np.exp(df["nll"].sum() / df["n"].sum()))


def outliers(df):
    return df[df["ppl"] > df["ppl"].quantile(0.99)]
