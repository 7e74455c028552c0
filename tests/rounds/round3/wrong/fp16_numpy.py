"""Corpus NLL with float16 dumps to save disk space.

# bug: the sum over tokens accumulates in float16
"""
import pathlib

import numpy as np


def nll(folder: str) -> float:
    total, n = 0.0, 0
    for f in sorted(pathlib.Path(folder).glob("*.npy")):
        token_nll = np.load(f).astype(np.float16)  # expect-near: SEQ607
        total += float(token_nll.sum())  # expect: SEQ607
        n += token_nll.size
    return total / max(n, 1)
