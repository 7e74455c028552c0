"""Compounding, drawdown and a default-probability table."""
import numpy as np
import pandas as pd


def total_return(simple):
    return float(np.prod(1.0 + np.asarray(simple)) - 1.0)


def mean_log_return(prices):
    return float(np.log(prices).diff().mean())


def no_default(annual_pd, years):
    """Chance that an issuer survives `years` independent years."""
    probs = np.full(years, 1.0 - annual_pd)
    return probs.prod()


def summary(prices: pd.Series):
    r = prices.pct_change().dropna()
    peak = prices.cummax()
    return {
        "total": total_return(r),
        "mean_log": mean_log_return(prices),
        "vol": r.std() * np.sqrt(252),
        "drawdown": float((prices / peak - 1).min()),
    }


if __name__ == "__main__":
    p = pd.Series([100.0, 102.0, 99.0, 105.0])
    assert abs(summary(p)["total"] - 0.05) < 1e-12
    assert abs(np.exp(3 * mean_log_return(p)) - 1.05) < 1e-12
    print(no_default(0.02, 10))
