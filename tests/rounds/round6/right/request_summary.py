"""Per-request log-likelihoods and the overall NLL per token from token-level parquet shards."""
from pathlib import Path

import pandas as pd


def summarise(frame: pd.DataFrame) -> pd.DataFrame:
    per = frame.groupby("request_id")["logprob"].agg(loglik="sum", tokens="count")
    per["avg"] = per["loglik"] / per["tokens"].clip(lower=1)
    return per.sort_values("loglik")


def overall(shards) -> float:
    nll, n = 0.0, 0
    for s in shards:
        col = pd.read_parquet(s, columns=["logprob"])["logprob"]
        nll -= col.sum()
        n += len(col)
    return nll / n if n else float("nan")


def hourly(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(hour=pd.to_datetime(frame["ts"], unit="s").dt.floor("h"))
    g = frame.groupby("hour")["logprob"]
    return pd.DataFrame({"nll": -g.sum() / g.count(), "tokens": g.count()})


if __name__ == "__main__":
    files = sorted(Path("tokens").glob("*.parquet"))
    print(overall(files))
    for f in files:
        print(summarise(pd.read_parquet(f)).head())
