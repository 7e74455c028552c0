"""onnxruntime scorer; rows are filled with zeros and cut by their true length."""
import numpy as np
from scipy.special import log_softmax


def pack(rows, width):
    grid = np.zeros((len(rows), width), dtype=np.int64)
    n = np.array([min(len(r), width) for r in rows])
    for k, r in enumerate(rows):
        grid[k, :n[k]] = r[:width]
    return grid, n


def score(session, rows, width=128):
    grid, n = pack(rows, width)
    mask = (np.arange(width)[None, :] < n[:, None]).astype(np.int64)
    (z,) = session.run(["logits"], {"input_ids": grid, "attention_mask": mask})
    out = np.zeros(len(rows))
    for k in range(len(rows)):
        y = grid[k, 1:n[k]]
        lp = log_softmax(z[k, :n[k] - 1].astype(np.float64), axis=-1)
        out[k] = lp[np.arange(len(y)), y].sum()
    return out
