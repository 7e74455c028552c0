"""Pick the best casing of a sentence; ONNX Runtime backend.

# bug: log_softmax(axis=0) on the (time, vocab) matrix normalises over time.
"""
import itertools

import numpy as np
import onnxruntime as ort
from scipy.special import log_softmax

session = ort.InferenceSession("lm.onnx")


def score(ids):
    feed = {"input_ids": np.asarray([ids], dtype=np.int64)}
    mat = session.run(["logits"], feed)[0][0]          # (time, vocab)
    table = log_softmax(mat[:-1].astype(np.float64), axis=0)  # expect: SEQ104
    nxt = np.asarray(ids[1:])
    return table[np.arange(len(nxt)), nxt].sum()


def variants(words):
    forms = [(w.lower(), w.capitalize(), w.upper()) for w in words]
    for combo in itertools.product(*forms):
        yield " ".join(combo)


def restore(sentence, encode):
    return max(variants(sentence.split()), key=lambda s: score(encode(s)))
