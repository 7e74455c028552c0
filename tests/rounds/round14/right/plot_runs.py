"""Plots loss and perplexity of several training runs from their JSONL logs."""
import json
import math
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np


def read(path):
    steps, losses = [], []
    for line in pathlib.Path(path).read_text().splitlines():
        d = json.loads(line)
        if "val_loss" in d:
            steps.append(d["step"])
            losses.append(d["val_loss"])
    return np.array(steps), np.array(losses)


def smooth(y, beta=0.9):
    acc, out = 0.0, []
    for i, v in enumerate(y, 1):
        acc = beta * acc + (1 - beta) * v
        out.append(acc / (1 - beta**i))
    return np.array(out)


def label(name, losses):
    best = float(losses.min())
    ppl = math.exp(best) if best < 20 else math.inf
    return f"{name}: loss {round(best, 3)}, ppl {ppl:.1f}"


def worst_step(steps, losses):
    return int(steps[losses.argmax()])


def main(paths):
    fig, (a, b) = plt.subplots(1, 2, figsize=(10, 4))
    for p in paths:
        s, y = read(p)
        if not len(y):
            continue
        a.plot(s, smooth(y), label=label(pathlib.Path(p).stem, y))
        b.semilogy(s, np.exp(np.minimum(y, 20)))
        a.axvline(worst_step(s, y), lw=0.5, ls=":")
    a.legend()
    a.set_ylabel("validation loss (nats per token)")
    b.set_ylabel("perplexity")
    fig.savefig("runs.png", dpi=150)


if __name__ == "__main__":
    main(sys.argv[1:])
