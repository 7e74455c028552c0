"""Line generator in Keras; the output layer is linear."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def make(vocab, n, d=128):
    net = keras.Sequential([
        keras.Input((n,), dtype="int32"),
        layers.Embedding(vocab, d),
        layers.GRU(d, return_sequences=True),
        layers.Dense(vocab),
    ])
    net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return net


def tagger(vocab, n_tags, n):
    """Part-of-speech head used for the auxiliary experiment; ends in probabilities."""
    net = keras.Sequential([
        keras.Input((n,), dtype="int32"),
        layers.Embedding(vocab, 64, mask_zero=True),
        layers.Bidirectional(layers.LSTM(64, return_sequences=True)),
        layers.Dense(n_tags, activation="softmax"),
    ])
    net.compile("adam", keras.losses.SparseCategoricalCrossentropy())
    return net


def dev_ppl(net, x, y):
    ce = net.evaluate(x, y, batch_size=len(x), verbose=0)
    return float(np.exp(ce))
