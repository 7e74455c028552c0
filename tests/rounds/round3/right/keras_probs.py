"""A Keras next-token model that ends in softmax, with the loss set up for probabilities."""
from tensorflow import keras
from tensorflow.keras import layers


def build(vocab, width=64, steps=32):
    x = keras.Input((steps,), dtype="int32")
    h = layers.GRU(width, return_sequences=True)(layers.Embedding(vocab, width)(x))
    net = keras.Model(x, layers.Dense(vocab, activation="softmax")(h))
    net.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False))
    return net


def build_logits(vocab, width=64, steps=32):
    x = keras.Input((steps,), dtype="int32")
    h = layers.LSTM(width, return_sequences=True)(layers.Embedding(vocab, width)(x))
    net = keras.Model(x, layers.Dense(vocab)(h))
    net.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return net
