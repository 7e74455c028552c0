"""Multi-label film genres: sigmoid outputs, one independent yes/no per genre."""
import numpy as np
import tensorflow as tf


def build(genres, words=20000):
    x = tf.keras.Input((None,), dtype="int32")
    h = tf.keras.layers.Embedding(words, 96, mask_zero=True)(x)
    h = tf.keras.layers.GlobalAveragePooling1D()(h)
    y = tf.keras.layers.Dense(genres)(h)
    net = tf.keras.Model(x, y)
    net.compile("adam", loss=tf.keras.losses.BinaryCrossentropy(from_logits=True))
    return net


def tags(net, rows, names, at=0.4):
    p = tf.sigmoid(net(rows, training=False)).numpy()
    return [[names[j] for j in np.flatnonzero(r > at)] for r in p]
