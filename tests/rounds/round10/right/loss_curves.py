"""Plot training curves from several runs' JSON logs."""
import json
import sys

import matplotlib.pyplot as plt
import numpy as np


def ema(values, a=0.98):
    out, acc = [], 0.0
    for i, v in enumerate(values, 1):
        acc = a * acc + (1 - a) * v
        out.append(acc / (1 - a**i))
    return np.array(out)


def main(paths):
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), sharex=True)
    for p in paths:
        with open(p) as f:
            log = [json.loads(l) for l in f]
        step = np.array([r["step"] for r in log])
        loss = ema([r["loss"] for r in log])
        left.plot(step, loss, label=p)
        right.plot(step, np.exp(loss), label=p)
        best = int(np.argmin(loss))
        left.annotate(f"{loss[best]:.3f}", (step[best], loss[best]))
    left.set_ylabel("nats / token")
    right.set_ylabel("perplexity")
    right.set_yscale("log")
    left.legend(fontsize=7)
    fig.tight_layout()
    fig.savefig("curves.pdf")


if __name__ == "__main__":
    main(sys.argv[1:])
