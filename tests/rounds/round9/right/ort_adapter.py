"""ONNX Runtime adapter for loglikelihood requests."""
import numpy as np
import onnxruntime as ort
from scipy.special import log_softmax


def stable_softmax(z):
    w = np.exp(z - z.max(axis=-1, keepdims=True))
    return w / w.sum(axis=-1, keepdims=True)


class OrtAdapter:
    def __init__(self, path):
        self.session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])

    def _logits(self, ids):
        feed = {
            "input_ids": np.asarray([ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        }
        return self.session.run(["logits"], feed)[0][0].astype(np.float64)

    def sample(self, ids, rng, tau=0.8):
        p = stable_softmax(self._logits(ids)[-1] / tau)
        return int(rng.choice(len(p), p=p))

    def loglikelihood(self, ctx, cont):
        """(log p(cont | ctx), is_greedy)"""
        z = self._logits(ctx + cont)[len(ctx) - 1 : -1]
        y = np.asarray(cont)
        lp = log_softmax(z, axis=-1)[np.arange(len(y)), y]
        return float(lp.sum()), bool((z.argmax(axis=-1) == y).all())
