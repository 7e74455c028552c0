"""Word perplexity of the rolling task without overflow."""
import math

import numpy as np


def aggregate(pairs):
    """pairs: (summed natural log-likelihood, number of words)."""
    ll = math.fsum(p for p, _ in pairs)
    words = sum(n for _, n in pairs)
    mean_nll = -ll / max(words, 1)
    try:
        ppl = math.exp(mean_nll)
    except OverflowError:
        ppl = math.inf
    return {"word_perplexity": ppl, "log_perplexity": mean_nll, "np": float(np.exp(mean_nll))}
