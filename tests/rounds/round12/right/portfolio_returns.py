"""Compounded and annualised returns of daily price series."""
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass
class Summary:
    cumulative: float
    cagr: float
    vol: float
    sharpe: float


def summarise(prices: pd.Series, days: int = 252) -> Summary:
    r = prices.pct_change().dropna()
    growth = np.prod(1.0 + r.to_numpy())
    log_r = np.log(prices).diff().dropna()
    cagr = np.exp(log_r.mean() * days) - 1.0
    vol = r.std() * np.sqrt(days)
    return Summary(growth - 1.0, cagr, vol, r.mean() * days / vol)


def kelly_score(probs: np.ndarray, odds: np.ndarray) -> float:
    """Expected log growth of an even split over the bets."""
    stake = 1.0 / len(probs)
    return float((probs * np.log1p(stake * odds) + (1 - probs) * np.log1p(-stake)).sum())


def rank(frame: pd.DataFrame) -> pd.DataFrame:
    rows = {c: summarise(frame[c]).__dict__ for c in frame}
    return pd.DataFrame(rows).T.sort_values("sharpe", ascending=False)
