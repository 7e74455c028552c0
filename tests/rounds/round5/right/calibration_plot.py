"""Reliability diagram of a multiple-choice model from saved option log-likelihoods."""
import json
import sys

import matplotlib.pyplot as plt
import numpy as np
from scipy.special import softmax


class Reliability:
    def __init__(self, bins=10):
        self.edges = np.linspace(0, 1, bins + 1)

    def points(self, conf, hit):
        slot = np.clip(np.digitize(conf, self.edges) - 1, 0, len(self.edges) - 2)
        xs, ys, ns = [], [], []
        for b in np.unique(slot):
            sel = slot == b
            xs.append(conf[sel].mean())
            ys.append(hit[sel].mean())
            ns.append(sel.sum())
        return np.array(xs), np.array(ys), np.array(ns)

    def ece(self, conf, hit):
        x, y, n = self.points(conf, hit)
        return float(np.average(np.abs(x - y), weights=n))

    def draw(self, conf, hit, path):
        x, y, n = self.points(conf, hit)
        plt.plot([0, 1], [0, 1], "--", lw=0.8)
        plt.bar(x, y, width=0.08, alpha=0.6)
        for a, b, c in zip(x, y, n):
            plt.text(a, b, f"{round(b, 2)} ({c})", ha="center", fontsize=7)
        plt.xlabel("probability among the options")
        plt.savefig(path)


if __name__ == "__main__":
    rows = [json.loads(line) for line in open(sys.argv[1])]
    share = [softmax(r["option_loglik"]) for r in rows]
    conf = np.array([s.max() for s in share])
    hit = np.array([s.argmax() == r["gold"] for s, r in zip(share, rows)], dtype=float)
    rel = Reliability()
    print("ece", rel.ece(conf, hit))
    rel.draw(conf, hit, "reliability.png")
