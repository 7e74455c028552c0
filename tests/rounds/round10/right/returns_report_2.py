"""Portfolio statistics from daily log-returns."""
import numpy as np
import pandas as pd

TRADING_DAYS = 252


def summary(prices: pd.DataFrame) -> pd.DataFrame:
    logret = np.log(prices).diff().dropna()
    growth = np.exp(logret.sum())
    return pd.DataFrame(
        {
            "total": growth - 1,
            "cagr": np.exp(logret.mean() * TRADING_DAYS) - 1,
            "vol": logret.std() * np.sqrt(TRADING_DAYS),
            "geo_daily": np.exp(logret.mean()),
        }
    ).round(4)


def compounded(simple: pd.Series) -> float:
    return float((1 + simple).prod() - 1)


def survival(hazards):
    """Probability that no default happens in any of the periods."""
    return float(np.prod(1.0 - np.asarray(hazards)))


def worst(losses: pd.Series) -> str:
    return losses.index[int(np.argmax(losses.to_numpy()))]
