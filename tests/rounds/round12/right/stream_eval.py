"""Prequential code length of an event stream (test, then train), with an EMA for the progress bar."""
import math

import numpy as np
from tensorflow import keras
from tqdm import trange


class NextEvent(keras.Model):
    def __init__(self, n, d=48):
        super().__init__()
        self.e = keras.layers.Embedding(n, d)
        self.r = keras.layers.GRU(d)
        self.o = keras.layers.Dense(n)

    def call(self, x):
        return self.o(self.r(self.e(x)))


def run(stream, n, ctx=16):
    m = NextEvent(n)
    m.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    total, ema, steps = 0.0, None, len(stream) - ctx
    bar = trange(steps)
    for k in bar:
        x = np.asarray(stream[k : k + ctx])[None]
        y = stream[k + ctx]
        z = m.predict_on_batch(x)[0].astype(np.float64)
        s = -(z[y] - z.max() - math.log(np.exp(z - z.max()).sum()))
        total += s
        ema = s if ema is None else 0.98 * ema + 0.02 * s
        bar.set_postfix(nats=f"{ema:.3f}")
        m.train_on_batch(x, np.asarray([y]))
    return {"nats_per_event": total / steps, "bits_per_event": total / steps / math.log(2)}
