"""Filler ranking with llama-cpp; each logit minus its row's log-partition."""
import numpy as np
from scipy.special import logsumexp


def filler_logp(engine, before, filler):
    engine.reset()
    engine.eval(before + filler)
    out = 0.0
    for pos, tok in enumerate(filler, start=len(before)):
        z = np.asarray(engine.scores[pos - 1], dtype=np.float64)
        out += z[tok] - logsumexp(z)
    return out


def rank(engine, before, named):
    return sorted(named, key=lambda n: filler_logp(engine, before, named[n]), reverse=True)
