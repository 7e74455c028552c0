"""Plot training curves: loss, smoothed perplexity and temperature schedule."""
import json
import sys

import matplotlib.pyplot as plt
import numpy as np


def ema(xs, beta=0.9):
    out, m = [], 0.0
    for k, x in enumerate(xs, start=1):
        m = beta * m + (1 - beta) * x
        out.append(m / (1 - beta ** k))
    return np.array(out)


def main(path):
    rows = [json.loads(line) for line in open(path)]
    step = np.array([r["step"] for r in rows])
    loss = np.array([r["loss"] for r in rows])
    fig, (a, b) = plt.subplots(1, 2, figsize=(9, 3))
    a.plot(step, loss, alpha=0.3)
    a.plot(step, ema(loss))
    a.set_title(f"final loss {round(float(loss[-1]), 3)}")
    b.semilogy(step, np.exp(ema(loss)))
    b.set_title("exp(smoothed loss)")
    fig.savefig("curves.png", dpi=150)


if __name__ == "__main__":
    main(sys.argv[1])
