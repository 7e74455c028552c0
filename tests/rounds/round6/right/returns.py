import numpy as np
import pandas as pd


def summarise(px: pd.Series, periods=252):
    """Log-return statistics of a price series, annualised."""
    lr = np.log(px).diff().dropna()
    total = np.exp(lr.sum()) - 1
    cagr = np.exp(lr.mean() * periods) - 1
    simple = np.expm1(lr)
    equity = (1 + simple).prod()
    dd = np.exp(lr.cumsum() - lr.cumsum().cummax()) - 1
    return pd.Series(
        {"total": total, "cagr": cagr, "vol": lr.std() * periods ** 0.5,
         "growth": equity, "max_dd": dd.min(), "avg_simple": simple.mean()}
    ).round(4)
