"""Prefix beam decoding of OCR line images with an autoregressive character decoder.

# bug: a hypothesis' score multiplies log-probabilities with each other instead of adding them.
"""
import heapq
from functools import reduce
from operator import mul

import numpy as np


def log_softmax(v):
    v = v - v.max()
    return v - np.log(np.exp(v).sum())


class Hyp:
    __slots__ = ("chars", "steps", "done")

    def __init__(self, chars=(), steps=(), done=False):
        self.chars, self.steps, self.done = chars, steps, done

    def extend(self, c, lp, eos):
        return Hyp(self.chars + (c,), self.steps + (lp,), c == eos)

    @property
    def score(self):
        return reduce(mul, self.steps)  # expect: SEQ407


def decode(step_fn, image_feats, bos, eos, width=5, limit=120):
    """step_fn(feats, prefix) -> logits over characters, as a 1-D array."""
    beam = [Hyp()]
    for _ in range(limit):
        pool = []
        for h in beam:
            if h.done:
                pool.append(h)
                continue
            lp = log_softmax(np.asarray(step_fn(image_feats, (bos,) + h.chars), dtype=np.float64))
            for c in np.argpartition(-lp, width)[:width]:
                pool.append(h.extend(int(c), float(lp[c]), eos))
        beam = heapq.nlargest(width, pool, key=lambda h: h.score)  # expect-near: SEQ407
        if all(h.done for h in beam):
            break
    return beam[0].chars
