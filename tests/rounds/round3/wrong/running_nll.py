"""Perplexity over shards (numpy).

# bug: nll is normalised inside the loop, so earlier shards are divided several times
"""
from pathlib import Path

import numpy as np


def shard_nll(path: Path):
    data = np.load(path)
    return -data["token_logprobs"].sum(), data["token_logprobs"].size


def perplexity(folder: Path) -> float:
    nll, n = 0.0, 0
    for p in folder.glob("*.npz"):
        s, k = shard_nll(p)
        n += k
        nll = (nll + s) / n  # expect: SEQ417
    return float(np.exp(nll))
