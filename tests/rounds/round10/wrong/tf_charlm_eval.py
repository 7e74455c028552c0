"""Evaluate the character LM of lesson 7 (TensorFlow).

# bug: the network already ends in a softmax and its output goes into a loss that applies softmax again
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras

SEQ = 128
BATCH = 32


def build(vocab):
    inp = keras.Input((SEQ,), dtype="int32")
    x = keras.layers.Embedding(vocab, 96)(inp)
    x = keras.layers.GRU(256, return_sequences=True)(x)
    x = keras.layers.Dense(vocab, activation="softmax")(x)
    return keras.Model(inp, x)


def windows(ids):
    ds = tf.data.Dataset.from_tensor_slices(ids).batch(SEQ + 1, drop_remainder=True)
    return ds.map(lambda w: (w[:-1], w[1:])).batch(BATCH, drop_remainder=True)


def evaluate(model, ids):
    criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # expect-near: SEQ106
    total, count = 0.0, 0
    for x, y in windows(ids):
        yhat = model(x, training=False)
        total += float(criterion(y, yhat)) * BATCH * SEQ  # expect: SEQ106
        count += BATCH * SEQ
    return total / max(count, 1)


if __name__ == "__main__":
    text = open("data/dickens_valid.txt", encoding="utf-8").read()
    chars = sorted(set(text))
    lookup = {c: i for i, c in enumerate(chars)}
    data = np.array([lookup[c] for c in text], dtype=np.int32)
    net = build(len(chars))
    net.load_weights("ckpt/gru.weights.h5")
    print("nats per char", evaluate(net, data))
