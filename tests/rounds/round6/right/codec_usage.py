"""Codebook statistics of a neural audio codec: perplexity = exp(entropy of code usage)."""
from collections import Counter
from typing import Iterable

import numpy as np
from scipy.stats import entropy


def usage(codes: Iterable[int], size: int) -> np.ndarray:
    c = Counter(codes)
    h = np.array([c[i] for i in range(size)], dtype=np.float64)
    return h / max(h.sum(), 1.0)


def codebook_perplexity(codes: Iterable[int], size: int) -> float:
    return float(np.exp(entropy(usage(codes, size))))


def report(layers: dict, size: int) -> dict:
    """Average codebook perplexity over quantiser layers, with the per-layer values."""
    per = {k: codebook_perplexity(v, size) for k, v in layers.items()}
    return {"layers": per, "average": float(np.mean(list(per.values())))}


if __name__ == "__main__":
    assert abs(codebook_perplexity([0, 1, 2, 3], 8) - 4.0) < 1e-9
