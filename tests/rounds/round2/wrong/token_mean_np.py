"""Mean token log-probability from arrays saved by the forward job.

# bug: T - 1 values are summed and divided by T
"""
import sys
from pathlib import Path

import numpy as np


def token_logp(z, y):
    """z (T, V) natural-log normalised rows, y (T,)."""
    return np.array([z[t - 1, y[t]] for t in range(1, len(y))])


def summarise(path):
    z, y = np.load(path / "logp.npy"), np.load(path / "ids.npy")
    if len(y) < 2:
        return None
    return token_logp(z, y).sum() / len(y)  # expect: SEQ403


for d in sorted(Path(sys.argv[1]).iterdir()):
    if d.is_dir():
        print(d.name, summarise(d))
