"""Portfolio statistics from daily log returns."""
import numpy as np
import pandas as pd


def summary(prices: pd.Series) -> dict:
    logret = np.log(prices).diff().dropna()
    total = np.exp(logret.sum()) - 1
    annual = np.exp(logret.mean() * 252) - 1
    growth = (1 + prices.pct_change().dropna()).prod()
    curve = np.exp(logret.cumsum())
    drawdown = (curve / curve.cummax() - 1).min()
    score = logret.mean() / logret.std() * np.sqrt(252)
    return dict(total=total, annual=annual, growth=growth, drawdown=drawdown, sharpe=score)


def kelly(p_win, odds):
    return p_win - (1 - p_win) / odds
