"""Uncertainty features of a decoded utterance from decoder logits (T, V)."""
import numpy as np
from scipy.special import entr, log_softmax


def features(z, ids):
    """`ids[t]` is the token emitted at decoder step t; no step has padding."""
    lp = log_softmax(np.asarray(z, dtype=np.float64), axis=-1)
    p = np.exp(lp)
    tok = np.take_along_axis(lp, ids[:, None], axis=1)[:, 0]
    return {
        "predictive_entropy": float(entr(p).sum(axis=-1).mean()),
        "max_surprisal": float(-tok.min()),
        "mean_top_probability": float(p.max(axis=-1).mean()),
    }


def main():
    rng = np.random.default_rng(7)
    f = features(np.zeros((4, 16)), rng.integers(0, 16, 4))
    assert abs(f["predictive_entropy"] - np.log(16)) < 1e-9


if __name__ == "__main__":
    main()
