"""Character LM in Keras: training and held-out loss.
# bug: the model ends in a softmax layer and the loss is told that it receives logits.
"""
import keras
import numpy as np
from keras import layers


def build(vocab: int, width: int = 128) -> keras.Model:
    ids = keras.Input((None,), dtype="int32")
    h = layers.Embedding(vocab, width)(ids)
    h = layers.LSTM(width, return_sequences=True)(h)
    p = layers.Dense(vocab, activation="softmax")(h)
    return keras.Model(ids, p)


def train(text_ids: np.ndarray, vocab: int, span: int = 64):
    n = (len(text_ids) - 1) // span
    x = text_ids[: n * span].reshape(n, span)
    y = text_ids[1 : n * span + 1].reshape(n, span)
    net = build(vocab)
    net.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    net.fit(x[:-10], y[:-10], epochs=3)
    return net, net.evaluate(x[-10:], y[-10:])
