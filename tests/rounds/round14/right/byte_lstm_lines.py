"""Anomaly scores of log lines from a byte-level network (numpy inference)."""
import numpy as np


def table(z):
    m = z.max(-1, keepdims=True)
    return z - m - np.log(np.exp(z - m).sum(-1, keepdims=True))


def score_lines(net, lines, width=512):
    raw = [line.encode()[:width] for line in lines]
    ids = np.zeros((len(raw), width), dtype=np.intp)
    real = np.zeros((len(raw), width), dtype=bool)
    for i, r in enumerate(raw):
        ids[i, : len(r)] = np.frombuffer(r, dtype=np.uint8)
        real[i, : len(r)] = True
    own = np.take_along_axis(table(net(ids)[:, :-1]), ids[:, 1:, None], axis=2)[:, :, 0]
    own = np.where(real[:, 1:], own, 0.0)
    total = own.sum(axis=1)
    return {"logp": total, "per_byte": total / np.maximum(real[:, 1:].sum(axis=1), 1), "worst": own.argmin(axis=1) + 1}
