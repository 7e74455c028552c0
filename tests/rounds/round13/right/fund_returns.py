"""Monthly log returns of funds: growth, half-life and a geometric comparison."""
import math

import numpy as np
import pandas as pd


def log_returns(prices: pd.DataFrame) -> pd.DataFrame:
    return np.log(prices).diff().dropna()


def summary(prices: pd.DataFrame) -> pd.DataFrame:
    lr = log_returns(prices)
    growth = np.prod(1.0 + prices.pct_change().dropna(), axis=0)
    return pd.DataFrame({
        "total": lr.sum(),
        "monthly": np.exp(lr.mean()) - 1.0,
        "annual": np.exp(12.0 * lr.mean()) - 1.0,
        "growth": growth,
        "drawdown": (np.exp(lr.cumsum()) / np.exp(lr.cumsum().cummax()) - 1.0).min(),
    })


def half_life(rate_per_year: float) -> float:
    return math.log(2) / rate_per_year


def decay_weights(n: int, half: float) -> np.ndarray:
    w = 2.0 ** (-np.arange(n)[::-1] / half)
    return w / w.sum()


def best_fund(prices: pd.DataFrame) -> str:
    return str(summary(prices)["annual"].idxmax())
