"""Reliability diagram of a classifier's top-1 probability."""
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def bins(probs, y, k=10):
    conf = probs.max(axis=1)
    hit = probs.argmax(axis=1) == y
    which = np.clip((conf * k).astype(int), 0, k - 1)
    xs, ys, ns = [], [], []
    for b in range(k):
        sel = which == b
        if sel.any():
            xs.append(conf[sel].mean())
            ys.append(hit[sel].mean())
            ns.append(sel.sum())
    return np.array(xs), np.array(ys), np.array(ns)


def ece(probs, y, k=10):
    c, a, n = bins(probs, y, k)
    return float((np.abs(c - a) * n).sum() / max(n.sum(), 1))


def draw(probs, y, path):
    c, a, n = bins(probs, y)
    fig, ax = plt.subplots(figsize=(4, 4))
    ax.plot([0, 1], [0, 1], ls=":", c="grey")
    ax.scatter(c, a, s=10 + 90 * n / n.max())
    for u, v in zip(c, a):
        ax.annotate(f"{round(v, 2)}", (u, v))
    ax.set_title(f"ECE {ece(probs, y):.3f}")
    fig.savefig(path, dpi=150)
    plt.close(fig)
