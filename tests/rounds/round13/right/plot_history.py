"""Plot a trainer_state.json: losses, smoothed, and perplexity on a log axis."""
import json
import sys

import matplotlib.pyplot as plt
import numpy as np


def smooth(values, keep=0.9):
    out, run = [], None
    for v in values:
        run = v if run is None else keep * run + (1 - keep) * v
        out.append(run)
    return out


def running_mean(values):
    mean = 0.0
    for i, v in enumerate(values, 1):
        mean += (v - mean) / i
        yield mean


def main(path, out="history.png"):
    with open(path) as fh:
        log = json.load(fh)["log_history"]
    train = [(r["step"], r["loss"]) for r in log if "loss" in r]
    held = [(r["step"], r["eval_loss"]) for r in log if "eval_loss" in r]

    fig, (top, low) = plt.subplots(2, 1, sharex=True, figsize=(7, 6))
    if train:
        x, y = zip(*train)
        top.plot(x, y, alpha=0.25)
        top.plot(x, smooth(y), label="smoothed")
        top.plot(x, list(running_mean(y)), ls="--", label="mean so far")
    if held:
        x, y = map(np.asarray, zip(*held))
        low.semilogy(x, np.exp(y), marker="o")
        low.axvline(x[y.argmin()], color="grey", lw=0.8)
        low.set_ylabel("held-out perplexity")
    top.legend()
    fig.savefig(out, dpi=140)


if __name__ == "__main__":
    main(*sys.argv[1:])
