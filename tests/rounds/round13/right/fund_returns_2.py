"""Return statistics of a fund from its daily closing prices (CSV with columns date, close)."""
import math
import sys

import numpy as np
import pandas as pd

TRADING_DAYS = 252


def summary(close: pd.Series) -> dict:
    simple = close.pct_change().dropna().to_numpy()
    logs = np.log1p(simple)
    growth = np.prod(1.0 + simple)
    years = len(simple) / TRADING_DAYS
    peak = np.maximum.accumulate(close.to_numpy())
    return {
        "total": growth - 1,
        "cagr": growth ** (1 / years) - 1,
        "annual_log": logs.mean() * TRADING_DAYS,
        "vol": logs.std(ddof=1) * math.sqrt(TRADING_DAYS),
        "drawdown": float((close.to_numpy() / peak - 1).min()),
    }


def unchanged_days(close: pd.Series) -> int:
    cents = close.round(2)
    return int((cents == cents.shift(1)).sum())


if __name__ == "__main__":
    series = pd.read_csv(sys.argv[1], parse_dates=["date"], index_col="date")["close"]
    for k, v in summary(series).items():
        print(f"{k:>10} {v:8.4f}")
    print("unchanged", unchanged_days(series))
