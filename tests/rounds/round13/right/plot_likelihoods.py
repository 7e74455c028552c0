"""Figures of the appendix: score histograms and a reliability diagram."""
import matplotlib.pyplot as plt
import numpy as np


def histogram(ax, lp, label, bins=40):
    """lp: sequence log-probs in nats; shown in bits, rounded to tenths for the axis."""
    bits = np.round(-np.asarray(lp) / np.log(2), 1)
    ax.hist(bits, bins=bins, alpha=0.5, label=label, log=True)
    ax.set_xlabel("surprisal (bits)")


def length_scatter(ax, lp, lengths):
    lp, n = np.asarray(lp), np.asarray(lengths)
    ok = n > 0
    ax.scatter(n[ok], lp[ok] / n[ok], s=6)
    ax.set_xlabel("tokens")
    ax.set_ylabel("mean log-prob")


def reliability(ax, conf, correct, bins=10):
    conf, correct = np.asarray(conf), np.asarray(correct, dtype=float)
    which = np.minimum((conf * bins).astype(int), bins - 1)
    used = np.unique(which)
    x = [conf[which == b].mean() for b in used]
    y = [correct[which == b].mean() for b in used]
    ax.plot([0, 1], [0, 1], "k:")
    ax.plot(x, y, "o-")


def figure(data, out):
    fig, axes = plt.subplots(1, 3, figsize=(12, 4))
    for name, d in data.items():
        histogram(axes[0], d["logprob"], name)
        length_scatter(axes[1], d["logprob"], d["length"])
        reliability(axes[2], np.exp(d["mean_logprob"]), d["correct"])
    axes[0].legend()
    fig.savefig(out, bbox_inches="tight")
