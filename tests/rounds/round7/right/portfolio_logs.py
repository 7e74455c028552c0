"""Log returns, geometric growth and a log-scale plot of several portfolios."""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def growth(prices: pd.DataFrame) -> pd.Series:
    r = np.log(prices).diff().dropna()
    return np.exp(r.mean() * 252) - 1


def sharpe(prices):
    r = np.log(prices).diff().dropna()
    return r.mean() / r.std() * np.sqrt(252)


def log_volume(volume):
    return np.log(volume + 1.0)


def figure(prices, path):
    fig, ax = plt.subplots()
    for name in prices:
        ax.plot(prices.index, np.log10(prices[name] / prices[name].iloc[0]), label=name)
    ax.set_ylabel("log10 growth")
    ax.legend()
    fig.savefig(path)


if __name__ == "__main__":
    df = pd.read_csv("prices.csv", index_col=0, parse_dates=True)
    print(growth(df), sharpe(df))
    figure(df, "growth.png")
