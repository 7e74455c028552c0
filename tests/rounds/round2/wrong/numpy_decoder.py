"""Pure numpy scorer for an exported model.

# bug: exp(logits) is divided by its sum without subtracting the maximum
"""
import numpy as np
import onnxruntime as ort


class OnnxLM:
    def __init__(self, path):
        self.sess = ort.InferenceSession(path)

    def probs(self, ids):
        (z,) = self.sess.run(None, {"input_ids": ids[None].astype(np.int64)})
        e = np.exp(z[0])
        return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601

    def token_probs(self, ids):
        p = self.probs(ids)
        return p[np.arange(len(ids) - 1), ids[1:]]

    def rarest(self, ids, n=5):
        """Positions of the n least expected tokens."""
        return 1 + np.argsort(self.token_probs(ids))[:n]
