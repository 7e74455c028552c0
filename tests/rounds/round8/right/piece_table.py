"""Table of word-piece probabilities and ranks from an exported network (onnxruntime)."""
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class Row(NamedTuple):
    piece: str
    percent: float
    rank: int


def stable(v):
    e = np.exp(v - v.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def table(folder, text):
    tk = Tokenizer.from_file(folder + "/tokenizer.json")
    net = onnxruntime.InferenceSession(folder + "/model.onnx")
    ids = np.array(tk.encode(text).ids)
    z = net.run(None, {"input_ids": ids[None].astype("int64")})[0][0].astype("float64")
    prob = stable(z[:-1])
    hit = prob[np.arange(len(ids) - 1), ids[1:]]
    better = (z[:-1] > np.take_along_axis(z[:-1], ids[1:, None], 1)).sum(1)
    return [Row(tk.id_to_token(int(i)), 100 * float(p), int(b) + 1) for i, p, b in zip(ids[1:], hit, better)]
