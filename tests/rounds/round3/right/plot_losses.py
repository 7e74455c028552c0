"""Plot training curves: smoothing, perplexity axis, decibel scale."""
import json
import sys

import matplotlib.pyplot as plt
import numpy as np


def smooth(x, w=20):
    return np.convolve(x, np.ones(w) / w, mode="valid")


def ema(values, decay=0.98):
    out, m = [], values[0]
    for v in values:
        m = decay * m + (1 - decay) * v
        out.append(m)
    return out


def main(path):
    rows = [json.loads(line) for line in open(path)]
    loss = np.array([r["loss"] for r in rows])
    fig, (a, b, c) = plt.subplots(1, 3, figsize=(12, 3))
    a.plot(ema(loss), label="ema")
    a.plot(smooth(loss), label="window")
    b.semilogy(np.exp(smooth(loss)), label="perplexity per step")
    c.plot(20 * np.log10([r["grad_norm"] for r in rows]), label="gradient norm, dB")
    best = int(np.argmax(-smooth(loss)))
    a.axvline(best, ls=":")
    for ax in (a, b, c):
        ax.legend()
    fig.savefig("curves.png", dpi=150)


if __name__ == "__main__":
    main(sys.argv[1])
