"""Character LM in Keras: probabilities out, from_logits left at its default."""
import keras
from keras import layers


def build(vocab, width=128):
    ids = keras.Input((None,), dtype="int32")
    h = layers.LSTM(width, return_sequences=True)(layers.Embedding(vocab, width)(ids))
    net = keras.Model(ids, layers.Dense(vocab, activation="softmax")(h))
    net.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy())
    return net


def build_logits(vocab, width=128):
    ids = keras.Input((None,), dtype="int32")
    h = layers.LSTM(width, return_sequences=True)(layers.Embedding(vocab, width)(ids))
    net = keras.Model(ids, layers.Dense(vocab)(h))
    net.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return net
