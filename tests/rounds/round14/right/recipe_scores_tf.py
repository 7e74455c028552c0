"""Scores of the recipe model; sequences are padded behind with id 0, which no ingredient uses."""
import numpy as np
import tensorflow as tf


class RecipeScorer:
    def __init__(self, model, pad_id=0):
        self.model = model
        self.pad_id = pad_id

    def nll(self, recipes):
        """Summed negative log-likelihood of each recipe."""
        x = tf.constant(tf.keras.utils.pad_sequences(recipes, padding="post", value=self.pad_id))
        y = x[:, 1:]
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=y, logits=self.model(x[:, :-1], training=False))
        w = tf.cast(y != self.pad_id, loss.dtype)
        return tf.reduce_sum(loss * w, axis=1)

    def logprob(self, recipe):
        x = tf.constant([recipe])
        table = tf.nn.log_softmax(self.model(x[:, :-1], training=False))
        picked = tf.gather(table, x[:, 1:], axis=2, batch_dims=2)
        return float(tf.reduce_sum(picked))

    def nearest(self, variants):
        return int(np.argmin(self.nll(variants).numpy()))
