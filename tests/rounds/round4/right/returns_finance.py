"""Log-returns, annualised growth and drawdown of a price series."""
import numpy as np


def log_returns(prices):
    return np.diff(np.log(prices))


def annual_growth(prices, days=252):
    r = log_returns(prices)
    return np.exp(r.mean() * days) - 1.0


def volatility(prices, days=252):
    return log_returns(prices).std(ddof=1) * np.sqrt(days)


def drawdown(prices):
    peak = np.maximum.accumulate(prices)
    return (prices / peak - 1.0).min()


def pseudo_log(volume):
    """log(1 + volume), for plots of counts."""
    return np.log(volume + 1)
