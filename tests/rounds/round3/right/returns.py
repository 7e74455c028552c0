"""Simple and logarithmic returns of a price series."""
import numpy as np
import pandas as pd


def compound(simple):
    return np.prod(1.0 + simple) - 1.0


def annualised(prices: pd.Series, days=252):
    logs = np.log(prices).diff().dropna()
    return float(np.exp(logs.mean() * days) - 1.0)


def volatility(prices: pd.Series, days=252):
    return float(np.log(prices / prices.shift(1)).std() * np.sqrt(days))


def drawdown(prices: pd.Series):
    return float((prices / prices.cummax() - 1.0).min())


if __name__ == "__main__":
    p = pd.Series([100.0, 110.0, 99.0])
    assert np.isclose(compound(p.pct_change().dropna().to_numpy()), -0.01)
    assert np.isclose(annualised(p, 2), -0.01)
