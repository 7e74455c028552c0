"""Returns and fees of a small portfolio."""
import math
import pandas as pd


def growth(prices: pd.DataFrame) -> pd.Series:
    monthly = prices.resample("ME").last().pct_change().dropna()
    return (1.0 + monthly).prod()


def annual_log_return(prices: pd.DataFrame, column: str) -> float:
    """Annualised from daily prices."""
    logs = prices[column].map(math.log).diff().dropna()
    return float(logs.mean()) * 252


def drawdown_month(losses: pd.Series) -> str:
    """The month with the largest loss."""
    return str(losses.idxmax())


def fee_table(amounts, rate=0.0015):
    rounded = [round(a * rate, 2) for a in amounts]
    return max(rounded), sum(rounded)


def softplus_floor(x: float, k: float = 8.0) -> float:
    return math.log1p(math.exp(-abs(k * x))) / k + max(x, 0.0)
