"""Monthly fund report: compounded return, mean log return, hit rate."""
import numpy as np
import pandas as pd


def summary(prices: pd.Series) -> dict:
    r = prices.pct_change().dropna()
    log_r = np.log1p(r)
    return {
        "total": float(np.prod(1 + r) - 1),
        "geometric": float(np.exp(log_r.mean()) - 1),
        "arithmetic": float(r.mean()),
        "annual vol": float(log_r.std() * np.sqrt(12)),
        "hit rate": float((r > 0).mean()),
        "sharpe": round(float(r.mean() / r.std() * np.sqrt(12)), 2),
    }


def rank(funds: pd.DataFrame) -> pd.DataFrame:
    rows = {name: summary(col.dropna()) for name, col in funds.items()}
    return pd.DataFrame(rows).T.sort_values("sharpe", ascending=False)


if __name__ == "__main__":
    print(rank(pd.read_csv("nav.csv", index_col=0, parse_dates=True)))
