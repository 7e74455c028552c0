"""Lexical diversity of best-of-n pools: distinct-n, token-count entropy, plot of pool entropies."""
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np


def distinct(pool, n=2):
    grams = [tuple(t[i : i + n]) for t in pool for i in range(len(t) - n + 1)]
    return len(set(grams)) / max(len(grams), 1)


def count_entropy(pool, base=2):
    c = np.array(list(Counter(w for t in pool for w in t).values()), dtype=float)
    if c.size == 0:
        return 0.0
    p = c / c.sum()
    return float(-(p * np.log(p)).sum() / np.log(base))


def effective_vocabulary(pool):
    return 2 ** count_entropy(pool, base=2)


def plot(pools, path):
    h = [count_entropy(p) for p in pools]
    fig, ax = plt.subplots(figsize=(5, 3))
    ax.hist(h, bins=30, color="0.4")
    ax.axvline(np.mean(h), ls="--", label=f"mean {np.mean(h):.2f} bits")
    ax.set_xlabel("entropy of token counts (bits)")
    ax.legend()
    fig.savefig(path, dpi=150, bbox_inches="tight")
