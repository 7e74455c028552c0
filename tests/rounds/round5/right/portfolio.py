"""Portfolio report: compounded growth, log-returns, drawdown."""
import numpy as np
import pandas as pd


class Portfolio:
    def __init__(self, prices: pd.DataFrame, weights: dict):
        w = pd.Series(weights)
        self.returns = prices[w.index].pct_change().dropna() @ w

    def growth(self) -> float:
        return float(np.prod(1 + self.returns.to_numpy()))

    def annualised(self, periods: int = 252) -> float:
        return self.growth() ** (periods / len(self.returns)) - 1

    def log_mean(self) -> float:
        return float(np.log1p(self.returns).mean())

    def drawdown(self) -> float:
        curve = (1 + self.returns).cumprod()
        return float((curve / curve.cummax() - 1).min())

    def momentum(self, lag: int = 20) -> np.ndarray:
        x = np.log1p(self.returns.to_numpy()).cumsum()
        shifted = np.roll(x, lag)
        shifted[:lag] = np.nan
        return x - shifted

    def report(self) -> str:
        return f"growth x{round(self.growth(), 2)}  p.a. {self.annualised():.1%}  dd {self.drawdown():.1%}"
