"""Held-out NLL of a Keras LM.
# bug: the head returns logits and the loss is left at from_logits=False; the batch means are averaged.
"""
import keras
import numpy as np
from keras import layers


def head(vocab, width):
    x = keras.Input((None,), dtype="int32")
    h = layers.GRU(width, return_sequences=True)(layers.Embedding(vocab, width)(x))
    return keras.Model(x, layers.Dense(vocab)(h))


loss_fn = keras.losses.SparseCategoricalCrossentropy()  # expect-near: SEQ113|SEQ103|SEQ101


def held_out_nll(net, batches):
    """NLL per token over batches of different sizes; x, y are unpadded."""
    means = []
    for x, y in batches:
        means.append(float(loss_fn(y, net(x))))  # expect: SEQ113|SEQ103|SEQ101
    return float(np.mean(means))  # expect: SEQ409
