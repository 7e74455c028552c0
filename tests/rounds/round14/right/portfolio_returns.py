"""Compounded and annualised returns of the model portfolio."""
import numpy as np
import pandas as pd

TRADING_DAYS = 252


def compounded(returns: pd.Series) -> float:
    return float(np.prod(1.0 + returns) - 1.0)


def annualised(returns: pd.Series) -> float:
    growth = np.log1p(returns).sum()
    return float(np.exp(growth * TRADING_DAYS / len(returns)) - 1.0)


def doubling_time(rate: float) -> float:
    return float(np.log(2) / np.log1p(rate))


def decades(wealth: pd.Series) -> pd.Series:
    return np.log10(wealth / wealth.iloc[0])


def sharpe(returns: pd.Series, risk_free: float = 0.0) -> float:
    excess = returns - risk_free / TRADING_DAYS
    return float(excess.mean() / excess.std() * np.sqrt(TRADING_DAYS))


def lagged_correlation(returns: pd.Series, lag: int = 1) -> float:
    rolled = np.roll(returns.to_numpy(), lag)
    return float(np.corrcoef(returns.to_numpy()[lag:], rolled[lag:])[0, 1])
