"""Harness metric: pointwise mutual information of choice and context, plus posterior over choices."""
import numpy as np
from scipy.special import logsumexp


def process_results(doc, results):
    cond = np.array([np.sum(r["cond"]) for r in results])
    prior = np.array([np.sum(r["prior"]) for r in results])
    post = np.exp(cond - logsumexp(cond))
    return {
        "acc": float(cond.argmax() == doc["gold"]),
        "acc_pmi": float((cond - prior).argmax() == doc["gold"]),
        "brier": float(np.square(post - np.eye(len(post))[doc["gold"]]).sum()),
    }
