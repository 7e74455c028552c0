"""Entropy and margin features of generated answers from saved logits."""
import numpy as np
from scipy.special import logsumexp


def features(z, ids):
    z = np.asarray(z, np.float64)
    lp = z - logsumexp(z, axis=-1, keepdims=True)
    h = -(np.exp(lp) * lp).sum(axis=-1)
    emitted = np.take_along_axis(lp, np.asarray(ids)[:, None], axis=-1)[:, 0]
    top2 = -np.sort(-lp, axis=-1)[:, :2]
    return {
        "mean_entropy": h.mean() if len(h) else 0.0,
        "max_entropy": h.max(initial=0.0),
        "ll": emitted.sum(),
        "min_margin": (top2[:, 0] - top2[:, 1]).min(initial=np.inf),
    }


if __name__ == "__main__":
    f = features(np.zeros((3, 4)), [0, 1, 2])
    assert np.isclose(f["mean_entropy"], np.log(4)) and np.isclose(f["ll"], -3 * np.log(4))
