"""Portfolio figures from daily prices."""
import numpy as np
import pandas as pd


def cumulative(prices):
    r = np.log(prices).diff().dropna()
    return np.exp(r.sum()) - 1.0


def annualised(prices, days=252):
    r = np.log(prices).diff().dropna()
    return np.exp(r.mean() * days) - 1.0


def compound(simple):
    return float(np.prod(1.0 + np.asarray(simple)) - 1.0)


def weights(expected, tau=0.05):
    z = (expected - expected.max()) / tau
    return np.exp(z) / np.exp(z).sum()


def concentration(w):
    h = -(w * np.log(w + 1e-12)).sum()
    return np.exp(h)


def summary(df: pd.DataFrame):
    return pd.DataFrame(
        {
            "cum": df.apply(cumulative),
            "ann": df.apply(annualised),
            "vol": np.log(df).diff().std() * np.sqrt(252),
        }
    ).round(4)
