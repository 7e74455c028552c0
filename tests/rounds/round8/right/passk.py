"""Unbiased pass@k and the sampling success curve."""
import numpy as np
import pandas as pd


def pass_at_k(n: int, c: int, k: int) -> float:
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def curve(df: pd.DataFrame, ks=(1, 5, 10, 100)) -> pd.Series:
    """df: one row per sample with columns task, passed."""
    g = df.groupby("task")["passed"].agg(["size", "sum"])
    values = {}
    for k in ks:
        enough = g[g["size"] >= k]
        if len(enough):
            values[f"pass@{k}"] = np.mean([pass_at_k(n, c, k) for n, c in enough.to_numpy()])
    return pd.Series(values)


def any_solved(p_solve: np.ndarray) -> float:
    """Chance that at least one of several independent agents solves the task."""
    return 1.0 - float(np.prod(1.0 - p_solve))
