"""Numbers for the abstention classifier, from the raw logits of an answer sampled at T=1."""
import numpy as np
from scipy.special import entr, log_softmax


def features(z, y):
    z = np.asarray(z, np.float64)
    y = np.asarray(y, np.intp)
    lp = log_softmax(z, axis=1)
    chosen = lp[np.arange(y.size), y]
    return {
        "entropy": entr(np.exp(lp)).sum(1).mean(),
        "seq_logp": chosen.sum(),
        "msp": 1.0 - np.exp(lp.max(1)).min(),
        "geo_prob": np.exp(chosen.mean()),
        "ppl": np.exp(-chosen.mean()),
        "worst": chosen.min(),
    }


def matrix(samples):
    feats = [features(s["logits"], s["ids"]) for s in samples if len(s["ids"])]
    names = sorted(feats[0])
    return names, np.array([[f[n] for n in names] for f in feats])
