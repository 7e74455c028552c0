"""Choose the best casing of a sentence with an ONNX model."""
import itertools

import numpy as np
import onnxruntime as ort
from scipy import special


class Restorer:
    def __init__(self, path, encode):
        self.sess = ort.InferenceSession(path)
        self.encode = encode

    def score(self, text):
        ids = np.asarray(self.encode(text), dtype=np.int64)
        z = self.sess.run(["logits"], {"input_ids": ids[None]})[0][0].astype(np.float64)
        norm = special.logsumexp(z[:-1], axis=1)
        return float((z[np.arange(len(ids) - 1), ids[1:]] - norm).sum())

    def __call__(self, sentence):
        forms = [(w.lower(), w.capitalize()) for w in sentence.split()]
        return max((" ".join(c) for c in itertools.product(*forms)), key=self.score)
