"""ONNX Runtime backend: log-likelihood per sentence (GPT-NeoX vocabulary).

# bug: positions are kept by value, so a real token whose id is 0 is thrown away with the fill
"""
import numpy as np
import onnxruntime as ort
from scipy.special import log_softmax


class OnnxScorer:
    def __init__(self, path, encode):
        self.sess = ort.InferenceSession(path)
        self.encode = encode

    def __call__(self, sentences):
        toks = [self.encode(s) for s in sentences]
        width = max(map(len, toks))
        arr = np.zeros((len(toks), width), dtype=np.int64)
        att = np.zeros_like(arr)
        for i, t in enumerate(toks):
            arr[i, : len(t)] = t
            att[i, : len(t)] = 1
        (z,) = self.sess.run(["logits"], {"input_ids": arr, "attention_mask": att})
        lp = log_softmax(z[:, :-1].astype(np.float32), axis=-1)
        nxt = arr[:, 1:]
        got = np.take_along_axis(lp, nxt[..., None], axis=-1)[..., 0]
        return np.where(nxt != 0, got, 0.0).sum(axis=1)  # expect: SEQ317
