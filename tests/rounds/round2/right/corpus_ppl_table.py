"""Corpus perplexity per domain (pooled) and the documented mean over documents beside it."""
from collections import defaultdict

import numpy as np


def summarise(records):
    """records: dicts with domain, nll (summed nats) and n (scored tokens, at least 1)."""
    groups = defaultdict(list)
    for r in records:
        groups[r["domain"]].append((r["nll"], r["n"]))
    table = {}
    for name, pairs in groups.items():
        nll, n = np.array(pairs, dtype=float).T
        table[name] = {
            "perplexity": np.exp(nll.sum() / n.sum()),
            "per_document_perplexity_mean": np.exp(nll / n).mean(),
        }
    return table
