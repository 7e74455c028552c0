"""Span probabilities from an exported decoder."""
import numpy as np
import onnxruntime


def log_probs(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


class ExportedDecoder:
    def __init__(self, path):
        self._s = onnxruntime.InferenceSession(path)
        self._feed = self._s.get_inputs()[0].name

    def table(self, ids):
        out = self._s.run(["logits"], {self._feed: np.array([ids], dtype=np.int64)})
        return log_probs(out[0][0].astype(np.float64))

    def top(self, ids, k):
        lp = self.table(ids)[-1]
        return {int(i): float(np.exp(lp[i])) for i in np.argpartition(-lp, k)[:k]}

    def span_logprob(self, ids, start):
        """log p(ids[start:] | ids[:start])"""
        lp = self.table(ids)
        return sum(float(lp[t - 1, ids[t]]) for t in range(start, len(ids)))
