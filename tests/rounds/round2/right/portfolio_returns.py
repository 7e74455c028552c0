"""Portfolio statistics: log returns, compounding, softmax weights over signals."""
import numpy as np
import pandas as pd
from scipy.special import softmax


def log_returns(prices: pd.DataFrame) -> pd.DataFrame:
    return np.log(prices).diff().dropna()


def total_return(simple: np.ndarray) -> float:
    return float(np.prod(1.0 + simple) - 1.0)


def annualised(logret: pd.Series, periods: int = 252) -> float:
    return float(np.exp(logret.mean() * periods) - 1.0)


def weights(signal: pd.DataFrame, temperature: float = 0.5) -> pd.DataFrame:
    """One row per day, one column per asset."""
    w = softmax(signal.to_numpy() / temperature, axis=1)
    return pd.DataFrame(w, index=signal.index, columns=signal.columns)


def backtest(prices, signal):
    simple = prices.pct_change().dropna()
    w = weights(signal).reindex(simple.index).ffill()
    daily = (w * simple).sum(axis=1)
    return {"return": total_return(daily.to_numpy()), "vol": round(float(daily.std()) * 252 ** 0.5, 4)}
