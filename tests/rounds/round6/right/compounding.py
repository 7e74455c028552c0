"""Portfolio statistics from simple and log returns."""
import numpy as np
import pandas as pd


def total_return(r: pd.Series) -> float:
    return (1 + r).prod() - 1


def cagr(log_returns: pd.Series, periods: int = 252) -> float:
    return float(np.exp(log_returns.mean() * periods) - 1)


def geometric_mean(log_returns: pd.Series) -> float:
    return float(np.exp(np.mean(log_returns)) - 1)


def half_life_weights(n: int, hl: float) -> np.ndarray:
    w = 2.0 ** (-np.arange(n)[::-1] / hl)
    return w / w.sum()


def ewma_vol(log_returns: pd.Series, hl: float = 20) -> float:
    w = half_life_weights(len(log_returns), hl)
    mu = float((w * log_returns).sum())
    return float(np.sqrt((w * (log_returns - mu) ** 2).sum() * 252))


def table(prices: pd.DataFrame) -> pd.DataFrame:
    lr = np.log(prices).diff().dropna()
    rows = {c: {"cagr": cagr(lr[c]), "vol": ewma_vol(lr[c]), "gm": geometric_mean(lr[c])} for c in lr}
    out = pd.DataFrame(rows).T
    out["score"] = out["cagr"] / out["vol"]
    return out.sort_values("score", ascending=False)
