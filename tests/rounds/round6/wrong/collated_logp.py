"""Per-example answer log-likelihood from dumped logits (numpy post-processing).

# bug: labels still hold -100 where they index the vocabulary, so a real column is read and summed.
"""
import sys

import numpy as np
from scipy.special import log_softmax

IGNORE = -100


def build_labels(ids: np.ndarray, n_prompt: int) -> np.ndarray:
    labels = ids.astype(np.int64).copy()
    labels[:n_prompt] = IGNORE
    return labels


def example_ll(logits: np.ndarray, ids: np.ndarray, n_prompt: int) -> float:
    labels = build_labels(ids, n_prompt)[1:]
    lp = log_softmax(logits[:-1].astype(np.float64), axis=-1)
    picked = lp[np.arange(labels.shape[0]), labels]  # expect: SEQ210
    return float(picked.sum())  # expect-near: SEQ210


def main(path: str) -> None:
    with np.load(path, allow_pickle=True) as z:
        for lg, row, n in zip(z["logits"], z["ids"], z["n_prompt"]):
            print(f"{example_ll(lg, row, int(n)):.4f}")


if __name__ == "__main__":
    main(sys.argv[1])
