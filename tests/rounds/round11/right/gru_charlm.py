"""Keras GRU character model; the head gives logits."""
import math

import tensorflow as tf


class CharLM(tf.keras.Model):
    def __init__(self, v, d=128):
        super().__init__()
        self.e = tf.keras.layers.Embedding(v, d)
        self.g = tf.keras.layers.GRU(d, return_sequences=True)
        self.o = tf.keras.layers.Dense(v)

    def call(self, x):
        return self.o(self.g(self.e(x)))


loss_obj = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def validation_perplexity(net, ds):
    total, count = 0.0, 0
    for x, y in ds:
        per_char = loss_obj(y, net(x))
        total += float(tf.reduce_sum(per_char))
        count += int(tf.size(y))
    h = total / max(count, 1)
    return math.exp(h) if h < 700 else math.inf
