"""Nats per character of a Keras model that ends in a softmax layer."""
import numpy as np
import tensorflow as tf


def pairs(ids, seq=100, batch=16):
    n = (len(ids) - 1) // seq
    x = ids[: n * seq].reshape(n, seq)
    y = ids[1: n * seq + 1].reshape(n, seq)
    for i in range(0, n, batch):
        yield x[i:i + batch], y[i:i + batch]


def nats_per_char(model, ids):
    loss = tf.keras.losses.SparseCategoricalCrossentropy(
        from_logits=False, reduction="sum")
    tot, n = 0.0, 0
    for x, y in pairs(ids):
        probs = model(x, training=False)
        tot += float(loss(y, probs))
        n += y.size
    return tot / max(n, 1)


if __name__ == "__main__":
    m = tf.keras.models.load_model("charlm.keras")
    print(nats_per_char(m, np.load("valid.npy")))
