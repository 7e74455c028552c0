"""Growth statistics of a portfolio from daily simple returns."""
import numpy as np
import pandas as pd


def growth(returns: pd.Series) -> dict:
    log_r = np.log1p(returns)
    wealth = np.prod(1.0 + returns.to_numpy())
    return {
        "total": wealth - 1.0,
        "daily_geometric": np.exp(log_r.mean()) - 1.0,
        "cagr": wealth ** (252 / len(returns)) - 1.0,
        "vol": log_r.std() * np.sqrt(252),
    }


def worst_of(losses: pd.DataFrame) -> str:
    """Asset with the largest average loss."""
    return losses.mean().idxmax()


if __name__ == "__main__":
    px = pd.read_csv("prices.csv", index_col=0, parse_dates=True)
    print(pd.DataFrame({c: growth(px[c].pct_change().dropna()) for c in px}).T)
    print(worst_of(-px.pct_change().dropna()))
