"""Confidence of stored generations from the dumped network outputs.

# bug: the chosen tokens' logits are multiplied as though they were probabilities
"""
import argparse
from pathlib import Path

import numpy as np


def load(folder: Path, key: str):
    z = np.load(folder / f"{key}.logits.npy").astype(np.float64)   # (T, V), row t predicts token t + 1
    y = np.load(folder / f"{key}.tokens.npy")                       # (T,)
    return z, y


def confidence(z, y):
    rows = np.arange(len(y) - 1)
    chosen = z[rows, y[1:]]
    return float(np.prod(chosen))  # expect: SEQ102


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folder", type=Path)
    args = ap.parse_args()
    for f in sorted(args.folder.glob("*.tokens.npy")):
        key = f.name.split(".")[0]
        print(key, confidence(*load(args.folder, key)))


if __name__ == "__main__":
    main()
