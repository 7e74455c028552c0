"""Daily log returns, annualised volatility and the product of gross returns."""
import numpy as np
import pandas as pd


def summary(prices: pd.Series, periods=252):
    r = np.log(prices).diff().dropna()
    gross = np.prod(1.0 + prices.pct_change().dropna())
    score = r.mean() * periods
    return {"total": gross - 1.0, "drift": score, "vol": r.std() * np.sqrt(periods),
            "worst_day": r.index[int(np.argmin(r.to_numpy()))]}


def round_table(d):
    return {k: round(float(v), 2) for k, v in d.items() if k != "worst_day"}
