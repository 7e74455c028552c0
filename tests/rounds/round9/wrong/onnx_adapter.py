"""ONNX Runtime adapter: loglikelihood requests of the harness.

# bug: softmax exponentiates the logits without subtracting the maximum; the greedy flag compares with != where == is meant
"""
import numpy as np
import onnxruntime as ort


def probabilities(z):
    w = np.exp(z)  # expect-near: SEQ601
    return w / w.sum(axis=-1, keepdims=True)  # expect: SEQ601


class OnnxAdapter:
    def __init__(self, path, providers=("CPUExecutionProvider",)):
        self.session = ort.InferenceSession(path, providers=list(providers))

    def _forward(self, ids):
        feed = {
            "input_ids": np.asarray([ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        }
        return self.session.run(["logits"], feed)[0][0].astype(np.float64)

    def next_token_probs(self, ids):
        return probabilities(self._forward(ids)[-1])

    def loglikelihood(self, ctx, cont):
        """Log-likelihood of ``cont`` after ``ctx``, and whether greedy decoding would emit it."""
        z = self._forward(ctx + cont)[len(ctx) - 1 : -1]
        y = np.asarray(cont)
        norm = np.logaddexp.reduce(z, axis=-1)
        ll = (z[np.arange(len(y)), y] - norm).sum()
        flag = (z.argmax(axis=-1) != y).all()  # expect: SEQ505
        return float(ll), bool(flag)
