"""Summary statistics of a daily strategy."""
import numpy as np
import pandas as pd

DAYS = 252


def summary(daily: pd.Series) -> dict[str, float]:
    logret = np.log1p(daily)
    growth = np.prod(1.0 + daily.to_numpy())
    years = len(daily) / DAYS
    wealth = np.exp(logret.cumsum())
    drawdown = wealth / wealth.cummax() - 1.0
    return {
        "total_return": growth - 1.0,
        "cagr": growth ** (1.0 / years) - 1.0,
        "mean_log_return": logret.mean() * DAYS,
        "sharpe": np.sqrt(DAYS) * daily.mean() / daily.std(ddof=1),
        "max_drawdown": drawdown.min(),
        "hit_rate": (daily > 0).mean(),
    }


def blend(scores: pd.DataFrame, tau: float = 0.5) -> pd.DataFrame:
    """Softmax portfolio weights per day."""
    z = scores.sub(scores.max(axis=1), axis=0) / tau
    e = np.exp(z)
    return e.div(e.sum(axis=1), axis=0)
