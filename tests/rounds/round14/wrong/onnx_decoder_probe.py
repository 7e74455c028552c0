"""Small probe around an exported decoder (onnxruntime), used by the QA dashboard.

# bug: span_probability multiplies raw logits together as if they were probabilities; _to_probs exponentiates without subtracting the maximum.
"""
import numpy as np
import onnxruntime as ort


def _to_probs(x):
    e = np.exp(x)  # expect-near: SEQ601
    return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601


class DecoderProbe:
    def __init__(self, onnx_path, providers=("CPUExecutionProvider",)):
        self.session = ort.InferenceSession(onnx_path, providers=list(providers))
        self.input_name = self.session.get_inputs()[0].name

    def _run(self, ids):
        batch = np.asarray(ids, dtype=np.int64)[None, :]
        return self.session.run(["logits"], {self.input_name: batch})[0][0].astype(np.float64)

    def next_token_table(self, ids, k=10):
        """The k likeliest next tokens with their probabilities."""
        p = _to_probs(self._run(ids)[-1])
        order = np.argsort(-p)[:k]
        return [(int(i), float(p[i])) for i in order]

    def span_probability(self, ids, start):
        """Probability of ids[start:] given ids[:start]."""
        z = self._run(ids)
        span = np.asarray(ids[start:])
        picked = z[np.arange(start - 1, len(ids) - 1), span]  # expect-near: SEQ102
        return float(np.prod(picked))  # expect: SEQ102
