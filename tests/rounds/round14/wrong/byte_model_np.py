"""Byte-level LSTM, exported to numpy: scoring of log lines for the anomaly detector.

# bug: take_along_axis gathers along the time axis instead of the vocabulary axis; worst_byte adds a constant inside the log.
"""
import numpy as np

PAD_TO = 512


def log_softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))


def to_batch(lines):
    raw = [line.encode("utf-8")[:PAD_TO] for line in lines]
    ids = np.zeros((len(raw), PAD_TO), dtype=np.int64)
    n = np.array([len(r) for r in raw])
    for i, r in enumerate(raw):
        ids[i, : len(r)] = list(r)
    return ids, np.arange(PAD_TO)[None, :] < n[:, None]


def line_logp(net, lines):
    ids, real = to_batch(lines)
    lp = log_softmax(net(ids)[:, :-1])
    own = np.take_along_axis(lp, ids[:, 1:, None], axis=1)[..., 0]  # expect: SEQ205
    return np.where(real[:, 1:], own, 0.0).sum(axis=1)


def worst_byte(net, line):
    """(offset, surprisal in nats) of the least expected byte of one line."""
    ids = np.frombuffer(line.encode("utf-8"), dtype=np.uint8).astype(np.int64)
    p = np.exp(log_softmax(net(ids[None, :])[0, :-1]))
    own = p[np.arange(len(ids) - 1), ids[1:]]
    s = -np.log(own + 1e-6)  # expect: SEQ604
    at = int(s.argmax())
    return at + 1, float(s[at])
