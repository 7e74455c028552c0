"""A small word-level language model in Keras and its test loss.

# bug: the network ends in softmax while the loss says from_logits=True
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def build(vocab, width=256):
    return keras.Sequential([
        layers.Embedding(vocab, width),
        layers.LSTM(width, return_sequences=True),
        layers.Dense(vocab, activation="softmax"),  # expect-near: SEQ106
    ])


def test_loss(net, x, batch=64):
    """x: (N, T + 1) ids of equal-length chunks without padding; returns nats per token."""
    crit = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")  # expect: SEQ106
    total, n = 0.0, 0
    for i in range(0, len(x), batch):
        chunk = tf.constant(x[i:i + batch])
        pred = net(chunk[:, :-1], training=False)
        nll = crit(chunk[:, 1:], pred)  # expect-near: SEQ106
        total += float(tf.reduce_sum(nll))
        n += int(tf.size(nll))
    return total / max(n, 1)


if __name__ == "__main__":
    data = np.load("test_chunks.npy")
    model = build(10_000)
    model.build((None, data.shape[1] - 1))
    model.load_weights("lm.weights.h5")
    print(test_loss(model, data))
