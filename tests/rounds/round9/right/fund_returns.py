"""Performance figures of a monthly return series."""
import argparse

import numpy as np
import pandas as pd


def growth(r):
    return np.prod(1.0 + r)


def cagr(r, per_year=12):
    return growth(r) ** (per_year / len(r)) - 1.0


def log_score(r):
    """Average log growth per period (Kelly criterion)."""
    return np.log1p(r).mean()


def max_drawdown(r):
    wealth = np.cumprod(1.0 + np.asarray(r))
    return 1.0 - (wealth / np.maximum.accumulate(wealth)).min()


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    df = pd.read_csv(ap.parse_args().csv, index_col=0).dropna()
    table = pd.DataFrame(
        {c: [cagr(df[c]), log_score(df[c]), max_drawdown(df[c])] for c in df},
        index=["cagr", "mean_log_growth", "max_drawdown"],
    )
    print(table.round(4))
    print("Kelly choice:", table.loc["mean_log_growth"].idxmax())
