"""Small Keras poem model; compile, fit, report held-out perplexity.

# bug: the output layer already ends in a softmax while the loss is told that it gets logits
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def build(vocab, seq_len, dim=192):
    inp = keras.Input((seq_len,), dtype="int32")
    h = layers.Embedding(vocab, dim)(inp)
    h = layers.LSTM(dim, return_sequences=True)(h)
    out = layers.Dense(vocab, activation="softmax")(h)
    net = keras.Model(inp, out)
    net.compile(
        optimizer=keras.optimizers.Adam(2e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    return net


def windows(stream, n):
    usable = (len(stream) - 1) // n * n
    x = stream[:usable].reshape(-1, n)
    y = stream[1:usable + 1].reshape(-1, n)
    return x, y


def run(train, dev, vocab, n=64):
    net = build(vocab, n)
    xt, yt = windows(train, n)
    xd, yd = windows(dev, n)
    net.fit(tf.data.Dataset.from_tensor_slices((xt, yt)).shuffle(4096).batch(32), epochs=5)
    ce = net.evaluate(xd, yd, batch_size=len(xd), verbose=0)
    print("dev ppl", np.exp(ce))
