"""Offline scoring of dumped logits; `y` holds the id each row should predict, -100 for "do not score"."""
import sys
from pathlib import Path

import numpy as np
from scipy import special


def loglik(z, y):
    rows = np.flatnonzero(y != -100)
    lp = special.log_softmax(z[rows].astype(np.float64), axis=1)
    return float(lp[np.arange(rows.size), y[rows]].sum()), rows.size


def main(folder):
    total = count = 0
    for f in sorted(Path(folder).iterdir()):
        if f.suffix != ".npz":
            continue
        with np.load(f) as d:
            s, n = loglik(d["logits"], d["labels"])
        print(f.stem, s, n)
        total, count = total + s, count + n
    if count:
        print("ppl", np.exp(-total / count))


if __name__ == "__main__":
    main(sys.argv[1])
