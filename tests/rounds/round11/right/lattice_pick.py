"""Rescores recogniser hypotheses with the decoder's output layer (log domain)."""
import numpy as np
from scipy.special import log_softmax


def hypothesis_logprob(block, toks):
    lp = log_softmax(block.astype(np.float64), axis=-1)
    acc = 0.0
    for frame, tok in zip(lp, toks):
        acc += frame[tok]
    return float(acc)


def choose(blocks, hyps, am, lam=0.3):
    totals = [a + lam * hypothesis_logprob(b, h) for b, h, a in zip(blocks, hyps, am)]
    return int(np.argmax(totals))


def load(path):
    with np.load(path) as f:
        return [f[k] for k in sorted(f.files)]
