"""Log returns, compounding and drawdown of a price panel."""
import numpy as np
import pandas as pd


def log_returns(prices: pd.DataFrame) -> pd.DataFrame:
    return np.log(prices / prices.shift(1)).dropna()


def growth(prices):
    lr = log_returns(prices)
    return {
        "total": np.exp(lr.sum()) - 1,
        "annual_log": lr.mean() * 252,
        "geometric": np.exp(lr.mean()) - 1,
    }


def compounded(simple_returns):
    return np.prod(1 + np.asarray(simple_returns)) - 1
