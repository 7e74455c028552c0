"""Perplexity of a quantised mlx model over a jsonl file of ragged documents.

# bug: batches hold different numbers of tokens, yet their mean losses are averaged with equal weight
"""
import json
import sys

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx_lm import load


def read(path, encode, limit=2048):
    with open(path) as f:
        docs = [encode(json.loads(l)["text"])[:limit] for l in f]
    return sorted((d for d in docs if len(d) > 1), key=len)


def collate(chunk):
    width = max(map(len, chunk))
    arr = np.zeros((len(chunk), width), dtype=np.int32)
    for r, d in enumerate(chunk):
        arr[r, : len(d)] = d
    return mx.array(arr), mx.array([len(d) for d in chunk])


def batch_loss(model, ids, lengths):
    z = model(ids[:, :-1]).astype(mx.float32)
    ce = nn.losses.cross_entropy(z, ids[:, 1:], reduction="none")
    live = mx.arange(ce.shape[1])[None, :] < (lengths[:, None] - 1)
    return mx.where(live, ce, 0.0).sum() / mx.maximum(live.sum(), 1)


def run(model_dir, data, bs=8):
    model, tokenizer = load(model_dir)
    docs = read(data, tokenizer.encode)
    losses = []
    for k in range(0, len(docs), bs):
        ids, lengths = collate(docs[k : k + bs])
        losses.append(batch_loss(model, ids, lengths).item())
    nll = float(np.mean(losses))  # expect: SEQ409
    print(f"docs={len(docs)} nll={nll:.4f} ppl={np.exp(nll):.3f}")  # expect-near: SEQ409


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2])
