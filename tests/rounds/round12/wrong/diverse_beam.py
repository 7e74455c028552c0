"""Plain beam decoder over a scoring callback, used for the paraphrase experiments.

# bug: log-probs are divided by the temperature after the normalisation, and a hypothesis' log-prob is multiplied by the step's.
"""
import heapq

import numpy as np


def log_norm(z):
    m = z.max()
    return z - m - np.log(np.exp(z - m).sum())


def search(next_scores, bos, eos, width=5, tau=1.3, limit=40):
    """Returns (ids, log-prob at temperature tau) pairs, best first; next_scores(ids) -> (V,)."""
    beam, finished = [((bos,), None)], []
    for _ in range(limit):
        cand = []
        for ids, lp in beam:
            step = log_norm(next_scores(ids)) / tau  # expect: SEQ109
            for v in np.argpartition(step, -width)[-width:]:
                new = step[v] if lp is None else lp * step[v]  # expect: SEQ407
                cand.append((ids + (int(v),), float(new)))
        beam = []
        for ids, lp in heapq.nlargest(width, cand, key=lambda c: c[1]):
            (finished if ids[-1] == eos else beam).append((ids, lp))
        if not beam:
            break
    return sorted(finished or beam, key=lambda c: c[1], reverse=True)
