"""Back-test statistics: compounded growth, log returns, Kelly fraction."""
import numpy as np


def total_growth(returns):
    return float(np.prod(1.0 + np.asarray(returns)))


def cagr(returns, per_year=252):
    r = np.asarray(returns)
    return float(np.exp(np.log1p(r).mean() * per_year) - 1.0)


def kelly(p_win, odds):
    return p_win - (1.0 - p_win) / odds


def best_window(prices, width=60):
    logp = np.log(np.asarray(prices))
    gain = logp[width:] - logp[:-width]
    return int(gain.argmax()), int(gain.argmin())


def drawdown(prices):
    p = np.asarray(prices, dtype=float)
    return float((p / np.maximum.accumulate(p) - 1.0).min())
