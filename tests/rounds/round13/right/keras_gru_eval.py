"""Validation perplexity of a GRU word model whose head ends in softmax."""
import math

import keras
import tensorflow as tf

crossent = keras.losses.SparseCategoricalCrossentropy(from_logits=False, reduction="none")


def make_model(n_words, d=192):
    x = keras.Input(shape=(None,), dtype="int32")
    y = keras.layers.Embedding(n_words, d)(x)
    y = keras.layers.GRU(d, return_sequences=True)(y)
    y = keras.layers.Dense(n_words)(y)
    y = keras.layers.Activation("softmax", dtype="float32")(y)
    return keras.Model(x, y)


def evaluate(model, dataset):
    """dataset: (words, following words, weights); weights are 0 on padding."""
    nats, words = 0.0, 0.0
    for x, y, w in dataset:
        w = tf.cast(w, tf.float32)
        nats += float(tf.reduce_sum(crossent(y, model(x, training=False)) * w))
        words += float(tf.reduce_sum(w))
    bits = nats / max(words, 1.0) / math.log(2.0)
    return {"bits_per_word": bits, "perplexity": float(tf.pow(2.0, bits))}
