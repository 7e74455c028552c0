"""Prequential evaluation of a small keras next-item model on clickstreams read as token sequences.

# bug: the running total is divided on every step, and a constant is added inside the log.
"""
import numpy as np
from tensorflow import keras


def build(n_items, hidden=128):
    m = keras.Sequential(
        [
            keras.layers.Embedding(n_items, 32),
            keras.layers.LSTM(hidden),
            keras.layers.Dense(n_items, activation="softmax"),
        ]
    )
    m.compile("adam", "sparse_categorical_crossentropy")
    return m


def prequential(model, stream, ctx=20):
    """Mean negative log-probability (nats) of each event given the ctx events before it."""
    loss = 0.0
    for k, t in enumerate(range(ctx, len(stream)), start=1):
        x = np.array(stream[t - ctx : t])[None]
        y = np.array([stream[t]])
        p = model.predict_on_batch(x)[0, y[0]]
        loss += -np.log(p + 1e-6)  # expect: SEQ604
        loss /= k  # expect: SEQ417
        model.train_on_batch(x, y)
    return loss


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    s = rng.integers(0, 50, size=500).tolist()
    print(prequential(build(50), s))
