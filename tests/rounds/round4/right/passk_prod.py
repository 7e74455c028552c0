"""pass@k, and other products that are no sequence probability."""
import math

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def n_params(shapes):
    return sum(math.prod(s) for s in shapes)


def any_hit(p):
    """Probability that at least one of a few independent detectors fires."""
    return 1.0 - np.prod(1.0 - np.asarray(p))
