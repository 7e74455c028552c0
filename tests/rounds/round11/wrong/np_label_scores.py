"""Post-hoc scoring of dumped log-prob tables (memory-mapped .npy).

# bug: the ignore label -100 is used as an index and reads the hundredth entry from the end of the vocabulary
"""
import sys
from pathlib import Path

import numpy as np


def score_example(table, labels):
    """table: (T, V) log-probs that predict labels (T,); labels hold -100 where nothing is scored."""
    rows = np.arange(labels.shape[0])
    chosen = table[rows, labels]  # expect: SEQ210
    return float(chosen.sum())  # expect-near: SEQ210


def main(folder):
    for npy in sorted(Path(folder).glob("*.table.npy")):
        lab = np.load(str(npy).replace(".table.", ".labels."))
        print(npy.stem, score_example(np.load(npy, mmap_mode="r"), lab))


if __name__ == "__main__":
    main(sys.argv[1])
