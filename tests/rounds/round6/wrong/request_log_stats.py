"""Summaries of the token-level request log (one row per generated token).

# bug: the probabilities of all tokens of a request are multiplied and underflow to zero
# bug: the running NLL is divided by the token count after every shard
"""
import glob

import numpy as np
import pandas as pd


def per_request(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(p=np.exp(frame["logprob"]))
    g = frame.groupby("request_id")
    out = g.agg(tokens=("logprob", "size"), model=("model", "first"))
    out["p_response"] = g["p"].prod()  # expect: SEQ603
    return out.sort_values("p_response")


def mean_nll(pattern: str) -> float:
    """Token-weighted mean NLL over all shards."""
    total, seen = 0.0, 0
    for path in sorted(glob.glob(pattern)):
        shard = pd.read_parquet(path, columns=["logprob"])
        if shard.empty:
            continue
        total -= shard["logprob"].sum()
        seen += len(shard)
        total = total / seen  # expect: SEQ417
    return total  # expect-near: SEQ417


def worst(pattern, k=50):
    frames = [per_request(pd.read_parquet(p)) for p in sorted(glob.glob(pattern))]
    return pd.concat(frames).head(k)


if __name__ == "__main__":
    src = "s3_mirror/tokens/*.parquet"
    print("nll/token", mean_nll(src))
    print(worst(src).to_string())
