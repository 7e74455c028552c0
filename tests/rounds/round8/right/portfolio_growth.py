"""Growth statistics of a strategy from daily prices."""
import numpy as np
import pandas as pd

DAYS = 252


def growth(prices: pd.Series) -> pd.Series:
    simple = prices.pct_change().dropna()
    logs = np.log1p(simple)
    total = np.prod(1.0 + simple)
    cagr = np.exp(logs.mean() * DAYS) - 1
    draw = 1 - prices / prices.cummax()
    return pd.Series({
        "total": round(total - 1, 4),
        "cagr": round(cagr, 4),
        "vol": round(logs.std() * DAYS ** 0.5, 4),
        "max_drawdown": round(draw.max(), 4),
    })


def kelly(p, b):
    """Fraction that maximises the expected log of wealth for a bet at odds b."""
    return max(0.0, p - (1 - p) / b)


if __name__ == "__main__":
    df = pd.read_csv("prices.csv", index_col=0, parse_dates=True)
    print(df.apply(growth).T.sort_values("cagr", ascending=False))
