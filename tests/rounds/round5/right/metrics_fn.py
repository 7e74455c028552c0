"""Token accuracy and loss for Trainer.evaluate on small sets."""
import numpy as np
from scipy.special import logsumexp


def compute_metrics(p):
    z, y = p.predictions[:, :-1].astype("float64"), p.label_ids[:, 1:]
    keep = y != -100
    z, y = z[keep], y[keep]
    if y.size == 0:
        return {"nll": float("nan"), "acc": float("nan")}
    chosen = z[np.arange(len(y)), y] - logsumexp(z, axis=1)
    return {"nll": -chosen.mean(), "acc": (z.argmax(1) == y).mean(), "ppl": np.exp(-chosen.mean())}
