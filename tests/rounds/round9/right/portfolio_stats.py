"""Monthly report: compounded and log returns, effective number of positions."""
import numpy as np
import pandas as pd


def compound(returns):
    return np.prod(1.0 + returns) - 1.0


def annualised(log_returns, periods=252):
    return np.exp(periods * np.mean(log_returns)) - 1.0


def effective_positions(weights):
    """exp of the Shannon entropy of the weights"""
    w = np.asarray(weights, dtype=float)
    w = w[w > 0] / w.sum()
    return float(np.exp(-(w * np.log(w)).sum()))


def report(prices: pd.DataFrame, weights):
    r = prices.pct_change().dropna()
    lr = np.log(prices).diff().dropna()
    return pd.DataFrame({
        "total": r.apply(compound),
        "annual": lr.apply(annualised),
        "score": lr.mean() / lr.std(),
        "score_2": lr.sum().round(3),
    }), effective_positions(weights)
