"""Sum of API log-probs; unscored positions are NaN.

# bug: NaN times zero is NaN, the weights do not remove the first token
"""
import numpy as np


def to_matrix(rows):
    """Token log-probs with None first, padded with NaN."""
    width = max(len(r) for r in rows)
    m = np.full((len(rows), width), np.nan)
    for i, r in enumerate(rows):
        m[i, : len(r)] = [np.nan if v is None else v for v in r]
    return m


def totals(rows):
    m = to_matrix(rows)
    w = (~np.isnan(m)).astype(float)
    return (m * w).sum(axis=1)  # expect: SEQ606
