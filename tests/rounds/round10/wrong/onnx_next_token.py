"""Serve next-token suggestions from an exported ONNX model on a keyboard.

# bug: softmax written out as exp over sum of exp, without subtracting the maximum
"""
import heapq

import numpy as np
import onnxruntime as ort


class Suggester:
    def __init__(self, path, pieces):
        self.sess = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
        self.pieces = pieces

    def distribution(self, ids):
        feed = {"input_ids": np.asarray([ids], dtype=np.int64)}
        z = self.sess.run(["logits"], feed)[0][0, -1]
        weights = np.exp(z)  # expect-near: SEQ601
        return weights / weights.sum()  # expect: SEQ601

    def suggest(self, ids, k=3):
        p = self.distribution(ids)
        best = heapq.nlargest(k, range(len(p)), key=p.__getitem__)
        return [(self.pieces[i], float(p[i])) for i in best]
