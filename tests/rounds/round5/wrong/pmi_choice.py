"""lm-eval style metric helpers: choices ranked by the gain a context brings (PMI).

# bug: the conditional score is a sum over the choice's tokens, the unconditional one a mean
"""
import numpy as np


def unpack(entry):
    """entry: {'cond': [...], 'prior': [...]} with the token log-probs of one choice, both for the same tokens"""
    return np.asarray(entry["cond"], dtype=float), np.asarray(entry["prior"], dtype=float)


def pmi(entry):
    cond, prior = unpack(entry)
    return cond.sum() - prior.mean()  # expect: SEQ503


def process_results(doc, results):
    gains = [pmi(e) for e in results]
    order = np.argsort(gains)[::-1]
    return {
        "acc_pmi": float(order[0] == doc["gold"]),
        "rank": int(np.flatnonzero(order == doc["gold"])[0]) + 1,
    }


def aggregate(items):
    accs = [i["acc_pmi"] for i in items]
    ranks = [i["rank"] for i in items]
    return {"acc_pmi": sum(accs) / max(len(accs), 1), "mrr": float(np.mean([1.0 / r for r in ranks]))}
