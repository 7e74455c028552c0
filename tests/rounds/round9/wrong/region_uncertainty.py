"""Uncertainty before each critical region (garden-path items).

logits are dumped by dump_gpt2.py as float32, one .npz per item:
    z    (T, V)   z[t] predicts ids[t+1]
    ids  (T,)
    crit list of token positions of the critical region

# bug: log(sum(exp)) of raw values without taking off the maximum; and the entropy sums -p ln p only over the tokens that occurred
"""
import glob
import os

import numpy as np


def table(z):
    norm = np.log(np.exp(z).sum(axis=-1, keepdims=True))  # expect: SEQ601
    return z - norm


def region_entropy(item):
    """Predictive entropy H of the region, in nats, totalled over its positions."""
    lp = table(item["z"])
    crit = item["crit"].astype(int)
    q = lp[crit - 1, item["ids"][crit]]
    return -np.sum(np.exp(q) * q)  # expect: SEQ416


def run(folder):
    out = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.npz"))):
        with np.load(path) as item:
            out[os.path.basename(path)[:-4]] = region_entropy(item)
    return out


if __name__ == "__main__":
    for name, h in run("dumps/gp").items():
        print(f"{name},{h:.4f}")
