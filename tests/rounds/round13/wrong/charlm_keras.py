"""Score product codes with a character LSTM; unlikely codes are sent to manual review.

# bug: each character's probability is a sigmoid of its own logit instead of a softmax over the alphabet.
"""
import keras
import numpy as np
import tensorflow as tf

ALPHABET = "^ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-$"
INDEX = {c: i for i, c in enumerate(ALPHABET)}


def build(width=128):
    x = keras.Input((None,), dtype="int32")
    h = keras.layers.Embedding(len(ALPHABET), 32)(x)
    h = keras.layers.LSTM(width, return_sequences=True)(h)
    y = keras.layers.Dense(len(ALPHABET))(h)
    model = keras.Model(x, y)
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def encode(code):
    return np.array([INDEX[c] for c in "^" + code + "$"], dtype=np.int32)


def code_logprob(model, code):
    seq = encode(code)
    out = model(seq[None, :-1], training=False)[0]
    chance = tf.math.sigmoid(out)  # expect: SEQ107
    pick = tf.gather(chance, seq[1:], axis=1, batch_dims=1)
    return float(tf.reduce_sum(tf.math.log(pick)))  # expect-near: SEQ107


def review_list(model, codes, cut=-35.0):
    flagged = []
    for code in codes:
        s = code_logprob(model, code)
        if s < cut:
            flagged.append((s, code))
    flagged.sort()
    return flagged
