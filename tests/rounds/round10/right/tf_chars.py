"""Character RNN in plain tf.keras with probabilities as output."""
import numpy as np
import tensorflow as tf


def make(vocab_size, steps=100, width=384):
    net = tf.keras.Sequential(
        [
            tf.keras.layers.Input((steps,), dtype="int32"),
            tf.keras.layers.Embedding(vocab_size, 64),
            tf.keras.layers.GRU(width, return_sequences=True),
            tf.keras.layers.Dense(vocab_size, activation="softmax"),
        ]
    )
    net.compile("adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=False))
    return net


def batches(codes, steps=100, bs=32):
    n = (len(codes) - 1) // steps
    x = codes[: n * steps].reshape(n, steps)
    y = codes[1 : n * steps + 1].reshape(n, steps)
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(bs, drop_remainder=True)


def bits_per_char(net, codes):
    nats = net.evaluate(batches(np.asarray(codes, np.int32)), verbose=0)
    return nats / np.log(2)
