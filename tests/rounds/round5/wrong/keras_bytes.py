"""Byte-level GRU language model in Keras, used as the entropy model of a toy compressor.

# bug: the network already ends in a softmax while the loss is told that it receives logits
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

BLOCK = 256


def blocks(path):
    raw = np.frombuffer(open(path, "rb").read(), dtype=np.uint8).astype("int32")
    n = (len(raw) - 1) // BLOCK
    x = raw[: n * BLOCK].reshape(n, BLOCK)
    y = raw[1 : n * BLOCK + 1].reshape(n, BLOCK)
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(64, drop_remainder=True)


def build(width=384):
    inp = keras.Input((BLOCK,), dtype="int32")
    h = layers.Embedding(256, 64)(inp)
    h = layers.GRU(width, return_sequences=True)(h)
    h = layers.GRU(width, return_sequences=True)(h)
    dist = layers.Dense(256, activation="softmax")(h)
    net = keras.Model(inp, dist)
    net.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    return net


if __name__ == "__main__":
    net = build()
    net.fit(blocks("enwik8.train"), epochs=3)
    nats = net.evaluate(blocks("enwik8.valid"), verbose=0)
    print("bits per byte", nats / np.log(2))
