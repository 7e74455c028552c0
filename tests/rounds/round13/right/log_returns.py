"""Performance figures of a strategy from daily prices."""
from __future__ import annotations

import numpy as np
import pandas as pd

TRADING_DAYS = 252


def log_returns(prices: pd.Series) -> pd.Series:
    return np.log(prices).diff().dropna()


def cumulative(prices: pd.Series) -> float:
    """Total simple return; the product of the gross returns."""
    gross = 1.0 + prices.pct_change().dropna()
    return float(np.prod(gross) - 1.0)


def cagr(prices: pd.Series) -> float:
    lr = log_returns(prices)
    return float(np.exp(lr.mean() * TRADING_DAYS) - 1.0)


def sharpe(prices: pd.Series, rf: float = 0.0) -> float:
    excess = log_returns(prices) - rf / TRADING_DAYS
    return float(excess.mean() / excess.std(ddof=1) * np.sqrt(TRADING_DAYS))


def doubling_time(prices: pd.Series) -> float:
    """Years until the stake has doubled at the mean growth rate."""
    growth = log_returns(prices).mean() * TRADING_DAYS
    return float(np.log(2.0) / growth)


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    out = {name: [cumulative(c), cagr(c), sharpe(c)] for name, c in frame.items()}
    table = pd.DataFrame(out, index=["total", "cagr", "sharpe"]).T
    table.loc["mean"] = table.mean(axis=0)
    return table.round(3)
