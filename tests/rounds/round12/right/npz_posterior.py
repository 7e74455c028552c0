"""Posterior over options from dumped arrays: logits (K, T, V) aligned with labels (K, T), -100 outside the option."""
import numpy as np
from scipy.special import log_softmax, logsumexp


def scores(logits, labels):
    keep = labels != -100
    safe = np.where(keep, labels, 0)
    lp = log_softmax(logits.astype(np.float64), axis=-1)
    tok = np.take_along_axis(lp, safe[..., None], axis=-1)[..., 0]
    return np.where(keep, tok, 0.0).sum(axis=1)


def posterior(s):
    return np.exp(s - logsumexp(s))


def summarise(files):
    for f in files:
        with np.load(f) as blob:
            s = scores(blob["logits"], blob["labels"])
        yield f, int(np.argmax(s)), posterior(s).max()
