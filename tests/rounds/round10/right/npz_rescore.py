"""N-best rescoring from .npz dumps: logits [T, V] at the predicting positions, targets [T]."""
import numpy as np
from scipy.special import log_softmax


def hyp_lp(path):
    with np.load(path) as z:
        table = log_softmax(z["logits"].astype(np.float64), axis=1)
        tgt = z["targets"].astype(np.int64)
    return float(np.take_along_axis(table, tgt[:, None], axis=1).sum())


def rescore(paths, am, weight=0.4):
    return max(paths, key=lambda p: am[p] + weight * hyp_lp(p))
