"""Portfolio return statistics for the monthly fact sheet."""
import math

import numpy as np


def log_returns(prices):
    p = np.asarray(prices, dtype=float)
    return np.log(p[1:]) - np.log(p[:-1])


def annualised(prices, periods=252):
    r = log_returns(prices)
    return math.expm1(r.mean() * periods)


def compound(simple_returns):
    return np.prod(1.0 + np.asarray(simple_returns)) - 1.0


def rolling_correlation(a, b, window=60):
    out = np.full(len(a), np.nan)
    for i in range(window, len(a) + 1):
        out[i - 1] = np.corrcoef(a[i - window:i], b[i - window:i])[0, 1]
    return out


def decades_of_growth(prices):
    return math.log10(prices[-1] / prices[0])


def month_over_month(prices):
    prices = np.asarray(prices, dtype=float)
    shifted = np.roll(prices, 1)
    shifted[0] = np.nan
    return prices / shifted - 1.0


def worst_day(prices):
    r = log_returns(prices)
    return int(np.argmin(r)), round(float(r.min()), 4)
