"""Dashboard data: pooled perplexity per run, and medians per document (documented)."""
import numpy as np
import pandas as pd


def runs(df: pd.DataFrame) -> pd.DataFrame:
    """df: run, doc, nll (summed nats), tokens."""
    g = df.groupby("run")[["nll", "tokens"]].sum()
    out = pd.DataFrame({"perplexity": np.exp(g["nll"] / g["tokens"])})
    out["median_doc_ppl"] = np.exp(df["nll"] / df["tokens"]).groupby(df["run"]).median()
    return out.sort_values("perplexity").round(2)


def to_records(df: pd.DataFrame):
    return runs(df).reset_index().to_dict(orient="records")
