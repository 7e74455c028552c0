"""Sequence log-likelihood of padded stories with a Keras decoder.

# bug: the per-token losses are summed over the padded time axis without any mask
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras


class StoryLikelihood:
    """Right-pads with id 0 (reserved for padding in our SentencePiece model)."""

    def __init__(self, path, width=256):
        self.net = keras.models.load_model(path, compile=False)
        self.width = width

    def _pad(self, rows):
        return keras.utils.pad_sequences(rows, maxlen=self.width, padding="post", truncating="post")

    def __call__(self, rows):
        ids = tf.constant(self._pad(rows), tf.int32)
        x, y = ids[:, :-1], ids[:, 1:]
        z = tf.cast(self.net(x, training=False), tf.float32)
        cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)
        return -tf.reduce_sum(cost, axis=1)  # expect: SEQ302


def order(scorer, rows):
    return np.argsort(-scorer(rows).numpy())
