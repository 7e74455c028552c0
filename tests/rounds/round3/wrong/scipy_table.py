"""Chosen-token probabilities from a saved score table.

# bug: scipy's softmax without axis normalises over the whole table
"""
import argparse
from pathlib import Path

import numpy as np
from scipy import special


def chosen(table: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Probability of ids[t + 1] under row t of a (T, V) table of logits."""
    q = special.softmax(table)  # expect: SEQ105|SEQ104
    return q[np.arange(len(ids) - 1), ids[1:]]


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("folder", type=Path)
    ns = cli.parse_args()
    values = chosen(np.load(ns.folder / "logits.npy"), np.load(ns.folder / "ids.npy"))
    np.savetxt(ns.folder / "chosen.txt", values)
