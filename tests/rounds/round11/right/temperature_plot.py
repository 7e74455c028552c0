"""Figure: how a temperature changes a next-token distribution."""
import matplotlib.pyplot as plt
import numpy as np
from scipy.special import entr, softmax


def figure(z, temps=(0.5, 1.0, 2.0), top=20, path="temp.pdf"):
    order = np.argsort(-z)[:top]
    fig, ax = plt.subplots(figsize=(5, 3))
    for t in temps:
        p = softmax(z / t)
        ax.plot(p[order], label=f"T={t}, H={entr(p).sum():.2f} nats")
    ax.set_xlabel("rank")
    ax.set_ylabel("probability at this temperature")
    ax.legend()
    fig.tight_layout()
    fig.savefig(path)
