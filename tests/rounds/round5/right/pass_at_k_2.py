"""pass@k from a table of (task, passed) rows."""
import numpy as np
import pandas as pd


def estimator(n: int, c: int, k: int) -> float:
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def report(df: pd.DataFrame, ks=(1, 5, 10)) -> pd.Series:
    per_task = df.groupby("task")["passed"].agg(["size", "sum"])
    return pd.Series(
        {
            f"pass@{k}": np.mean([estimator(n, c, k) for n, c in per_task.itertuples(index=False)])
            for k in ks
            if per_task["size"].min() >= k
        }
    )
