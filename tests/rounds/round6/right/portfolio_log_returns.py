"""Annualised statistics of a portfolio."""
from dataclasses import dataclass

import numpy as np


@dataclass
class Stats:
    cagr: float
    vol: float
    mean_log_return: float
    max_drawdown: float


def stats(prices: np.ndarray, per_year: int = 252) -> Stats:
    simple = prices[1:] / prices[:-1] - 1.0
    logs = np.log1p(simple)
    growth = np.prod(1.0 + simple)
    years = simple.size / per_year
    peak = np.maximum.accumulate(prices)
    return Stats(
        cagr=float(growth ** (1 / years) - 1.0),
        vol=float(logs.std(ddof=1) * np.sqrt(per_year)),
        mean_log_return=float(logs.mean()),
        max_drawdown=float((prices / peak - 1.0).min()),
    )


def rank_by_growth(book: dict) -> list:
    return sorted(book, key=lambda k: round(stats(book[k]).cagr, 4), reverse=True)
