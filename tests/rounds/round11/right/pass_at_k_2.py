"""Unbiased pass@k and a plot of it over k."""
import matplotlib.pyplot as plt
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def curve(results, ks=(1, 5, 10, 50)):
    return {k: float(np.mean([pass_at_k(n, c, k) for n, c in results])) for k in ks}


def draw(curves, path):
    for label, c in curves.items():
        plt.semilogx(list(c), list(c.values()), marker="o", label=label)
    plt.legend()
    plt.savefig(path)
