"""Log-mel features and tf-idf vectors for a retrieval demo."""
import math
from collections import Counter

import numpy as np


def log_mel(power, filters, floor=1e-10):
    mel = filters @ power
    db = np.log10(np.maximum(mel, floor))
    return np.maximum(db, db.max() - 8.0)


def log_energy(frames):
    return np.log((frames ** 2).sum(-1) + 1e-6)


def tf_idf(docs):
    df = Counter(w for d in docs for w in set(d))
    n = len(docs)
    idf = {w: math.log((1 + n) / (1 + c)) + 1 for w, c in df.items()}
    return [{w: c / len(d) * idf[w] for w, c in Counter(d).items()} for d in docs if d]


if __name__ == "__main__":
    v = tf_idf([["a", "b"], ["a", "c", "c"]])
    assert v[1]["c"] > v[1]["a"]
    assert log_energy(np.ones((2, 4))).shape == (2,)
