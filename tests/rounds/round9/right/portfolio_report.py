"""Performance report of a strategy from daily prices."""
import numpy as np
import pandas as pd

DAYS = 252


def log_returns(prices: pd.Series) -> pd.Series:
    return np.log(prices).diff().dropna()


def report(prices: pd.Series, rf: float = 0.02) -> dict:
    lr = log_returns(prices)
    simple = prices.pct_change().dropna()
    growth = np.exp(lr.mean() * DAYS) - 1.0
    total = np.prod(1.0 + simple) - 1.0
    vol = lr.std() * np.sqrt(DAYS)
    curve = (1.0 + simple).cumprod()
    drawdown = curve / curve.cummax() - 1.0
    return {
        "annual_growth": float(growth),
        "total_return": float(total),
        "volatility": float(vol),
        "sharpe": float((growth - rf) / vol) if vol > 0 else float("nan"),
        "max_drawdown": float(drawdown.min()),
        "log_total": float(lr.sum()),
    }


def position_from_scores(scores: pd.DataFrame, temperature: float = 1.0) -> pd.DataFrame:
    """Long-only weights: a softmax over the assets (columns) of each date (row)."""
    z = scores.div(temperature)
    e = np.exp(z.sub(z.max(axis=1), axis=0))
    return e.div(e.sum(axis=1), axis=0)
