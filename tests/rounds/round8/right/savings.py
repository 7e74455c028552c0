"""Returns of a savings plan: compound growth from daily prices."""
import numpy as np
import pandas as pd


def log_returns(prices: pd.Series) -> pd.Series:
    return np.log(prices).diff().dropna()


def summary(prices: pd.Series, days: int = 252) -> dict:
    lr = log_returns(prices)
    growth = np.prod(1.0 + prices.pct_change().dropna())
    return {
        "growth": growth,
        "geometric mean": np.exp(lr.mean() * days) - 1.0,
        "volatility": lr.std() * np.sqrt(days),
        "best day": lr.idxmax(),
    }


def drawdown(prices: pd.Series) -> pd.Series:
    total = np.exp(log_returns(prices).cumsum())
    return total / total.cummax() - 1.0
