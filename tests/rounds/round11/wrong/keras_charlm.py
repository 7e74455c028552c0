"""Character language model in Keras, custom loop.

# bug: the head already applies a softmax and the loss is told from_logits=True, so softmax is applied twice.
# bug: the running validation total is divided by the batch count inside the loop.
"""
import math

import tensorflow as tf
from tensorflow import keras


def build(vocab, width=256):
    inp = keras.Input((None,), dtype="int32")
    h = keras.layers.Embedding(vocab, width)(inp)
    h = keras.layers.GRU(width, return_sequences=True)(h)
    out = keras.layers.Dense(vocab, activation="softmax")(h)  # expect-near: SEQ106
    return keras.Model(inp, out)


class Runner:
    def __init__(self, vocab, lr=1e-3):
        self.net = build(vocab)
        self.opt = keras.optimizers.Adam(lr)
        self.ce = keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # expect-near: SEQ106

    @tf.function
    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.ce(y, self.net(x, training=True))  # expect: SEQ106
        grads = tape.gradient(loss, self.net.trainable_variables)
        self.opt.apply_gradients(zip(grads, self.net.trainable_variables))
        return loss

    def validate(self, ds):
        """Validation perplexity; every batch is a full block of equal size."""
        running = 0.0
        n = 0
        for x, y in ds:
            n += 1
            nll = keras.losses.sparse_categorical_crossentropy(y, self.net(x, training=False))
            running += float(tf.reduce_mean(nll))
            running /= n  # expect: SEQ417
        return math.exp(min(running, 50.0))
