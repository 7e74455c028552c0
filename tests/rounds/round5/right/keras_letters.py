"""Keras GRU over characters; prints the probabilities of the next character."""
import numpy as np
import tensorflow as tf
from scipy.special import softmax
from tensorflow import keras

RAW = open("shakespeare.txt", encoding="utf-8").read()
VOCAB = sorted(set(RAW))
LOOKUP = {c: i for i, c in enumerate(VOCAB)}
LENGTH = 100


def dataset():
    ids = tf.constant([LOOKUP[c] for c in RAW])
    seqs = tf.data.Dataset.from_tensor_slices(ids).batch(LENGTH + 1, drop_remainder=True)
    return seqs.map(lambda s: (s[:-1], s[1:])).shuffle(5000).batch(64, drop_remainder=True)


def build():
    inp = keras.Input((None,), dtype="int32")
    h = keras.layers.Embedding(len(VOCAB), 64)(inp)
    h = keras.layers.GRU(256, return_sequences=True)(h)
    return keras.Model(inp, keras.layers.Dense(len(VOCAB))(h))


model = build()
model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(dataset(), epochs=5)


def likely_next(prefix, k=8):
    z = model.predict(np.array([[LOOKUP[c] for c in prefix]]), verbose=0)
    p = softmax(z[0, -1])
    return {VOCAB[i]: float(p[i]) for i in np.argsort(-p)[:k]}


for c, p in likely_next("To be, or not to b").items():
    print(repr(c), f"{p:.1%}")
