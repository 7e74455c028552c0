"""Corpus perplexity of two mlx quantisations side by side (token-weighted)."""
import argparse
import json
import math

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx_lm import load


def totals(model, docs, bs):
    nll, n = 0.0, 0
    for a in range(0, len(docs), bs):
        part = docs[a : a + bs]
        width = max(len(d) for d in part)
        grid = np.zeros((len(part), width), np.int32)
        keep = np.zeros((len(part), width), bool)
        for r, d in enumerate(part):
            grid[r, : len(d)], keep[r, : len(d)] = d, True
        x, y = mx.array(grid[:, :-1]), mx.array(grid[:, 1:])
        m = mx.array(keep[:, 1:])
        ce = nn.losses.cross_entropy(model(x).astype(mx.float32), y, reduction="none")
        nll += mx.where(m, ce, 0.0).sum().item()
        n += int(m.sum().item())
    return nll, n


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("data")
    ap.add_argument("models", nargs="+")
    args = ap.parse_args()
    for repo in args.models:
        model, tok = load(repo)
        with open(args.data) as f:
            docs = [tok.encode(json.loads(l)["text"])[:2048] for l in f]
        nll, n = totals(model, [d for d in docs if len(d) > 1], bs=4)
        if not n:
            continue
        per = nll / n
        print(repo, n, f"{per:.4f}", f"{math.exp(min(per, 700.0)):.3f}")


if __name__ == "__main__":
    main()
