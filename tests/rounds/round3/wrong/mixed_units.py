"""Combine candidates of two scorers into one ranking.

# bug: summed log-probs of the local model are sorted together with per-token means of the API
"""
from typing import Iterable

import numpy as np


def merged_ranking(local: Iterable, remote: Iterable):
    """local: (text, token log-probs) pairs; remote: the same from an API."""
    pool = []
    for text, lps in local:
        pool.append((float(np.sum(lps)), text))
    for text, lps in remote:
        pool.append((float(np.mean(lps)), text))  # expect-near: SEQ503
    pool.sort(reverse=True)  # expect: SEQ503
    return [text for _, text in pool]
