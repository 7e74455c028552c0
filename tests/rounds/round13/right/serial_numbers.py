"""Character model for serial numbers; reports log p(serial) including the end sign."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

CHARS = ["<", ">"] + list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
POS = {c: i for i, c in enumerate(CHARS)}


class SerialLM(keras.Model):
    def __init__(self, dim=96):
        super().__init__()
        self.emb = keras.layers.Embedding(len(CHARS), 24)
        self.gru = keras.layers.GRU(dim, return_sequences=True)
        self.head = keras.layers.Dense(len(CHARS))

    def call(self, x, training=False):
        return self.head(self.gru(self.emb(x), training=training))


def to_ids(serial):
    return np.array([POS[c] for c in f"<{serial}>"], dtype=np.int32)


def log_prob(model, serial):
    ids = to_ids(serial)
    logits = model(ids[np.newaxis, :-1])
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[np.newaxis, 1:], logits=logits)
    return -float(tf.reduce_sum(nll, axis=-1)[0])


def suspicious(model, serials, quantile=0.01):
    lps = np.array([log_prob(model, s) for s in serials])
    cut = np.quantile(lps, quantile)
    return [s for s, lp in zip(serials, lps) if lp <= cut]
