"""Rank translation hypotheses from exported head outputs."""
import numpy as np
from scipy.special import logsumexp


def total_logprob(head: np.ndarray, tokens: np.ndarray) -> float:
    """head is (T, V); row t predicts token t + 1."""
    rows, gold = head[:-1], tokens[1:]
    picked = np.take_along_axis(rows, gold[:, None], axis=1)[:, 0]
    return float((picked - logsumexp(rows, axis=1)).sum())


def best(archive):
    table = {}
    for name in archive["names"]:
        table[str(name)] = total_logprob(archive[f"{name}_head"], archive[f"{name}_ids"])
    return max(table, key=table.get)
