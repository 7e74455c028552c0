# attacks.py -- everything that only needs the mean loss of a document
import zlib

import numpy as np
import torch


class Attacks:
    """Higher value = more likely a member, for every method."""

    def __init__(self, target, reference, tok):
        self.t, self.r, self.tok = target.eval(), reference.eval(), tok

    @torch.no_grad()
    def _loss(self, m, s):
        ids = self.tok(s, return_tensors="pt").input_ids.to(m.device)
        return m(ids, labels=ids).loss.item()

    def loss(self, s):
        return -self._loss(self.t, s)

    def ref(self, s):
        return self._loss(self.r, s) - self._loss(self.t, s)

    def zlib(self, s):
        return -self._loss(self.t, s) / len(zlib.compress(s.encode("utf-8")))

    def lower(self, s):
        return -self._loss(self.t, s) / self._loss(self.t, s.lower())

    def neighbours(self, s, edits):
        return np.mean([self._loss(self.t, e) for e in edits]) - self._loss(self.t, s)
