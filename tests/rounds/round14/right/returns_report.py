"""Portfolio returns: compounding, log returns, value at risk, annualised figures."""
import numpy as np
import pandas as pd

DAYS = 252


def log_returns(prices: pd.Series) -> pd.Series:
    return np.log(prices).diff().dropna()


def summary(prices: pd.Series) -> dict:
    r = prices.pct_change().dropna()
    lr = log_returns(prices)
    total = np.prod(1 + r) - 1
    return {
        "total": total,
        "annual_geo": np.exp(lr.mean() * DAYS) - 1,
        "annual_arith": r.mean() * DAYS,
        "vol": lr.std() * np.sqrt(DAYS),
        "var95": -np.quantile(r, 0.05),
        "worst_day": r.idxmin(),
        "best_day": r.idxmax(),
    }


def max_drawdown(prices):
    peak = prices.cummax()
    dd = 1 - prices / peak
    return dd.max(), dd.idxmax()


def default_probability(hazards):
    """Survival over independent periods."""
    return 1 - np.prod([1 - h for h in hazards])


def worst_portfolio(losses: dict):
    return max(losses, key=losses.get)


if __name__ == "__main__":
    idx = pd.date_range("2024-01-01", periods=300, freq="B")
    px = pd.Series(100 * np.exp(np.random.default_rng(0).normal(0, 0.01, 300).cumsum()), index=idx)
    print(summary(px), max_drawdown(px))
