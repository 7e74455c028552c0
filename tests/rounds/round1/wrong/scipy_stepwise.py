"""Offline analysis of dumped decoder states.

Each .npz file has `states` (steps, vocab) and `chosen` (steps,).

# bug: scipy's softmax without axis normalises the whole matrix, not every row.
"""
import glob

import numpy as np
import pandas as pd
import scipy.special as sc


def analyse(path):
    z = np.load(path)
    states, chosen = z["states"], z["chosen"]
    dist = sc.softmax(states)  # expect: SEQ105|SEQ104
    p = dist[np.arange(chosen.shape[0]), chosen]
    return pd.DataFrame({"step": np.arange(chosen.shape[0]), "token": chosen, "prob": p})


def main(pattern="dumps/*.npz"):
    frames = [analyse(f).assign(file=f) for f in sorted(glob.glob(pattern))]
    table = pd.concat(frames, ignore_index=True)
    table.to_csv("token_probs.csv", index=False)
    print(table.groupby("file").prob.min())


if __name__ == "__main__":
    main()
