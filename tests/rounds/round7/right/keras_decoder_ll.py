"""Token-level NLL metric for a Keras decoder (id 0 is reserved for padding)."""
import tensorflow as tf
from tensorflow import keras


class Likelihood(keras.metrics.Metric):
    """Corpus mean NLL per real token; y_true is already shifted by the loader."""

    def __init__(self, name="nll", **kw):
        super().__init__(name=name, **kw)
        self.nll = self.add_weight(name="s", initializer="zeros")
        self.tokens = self.add_weight(name="n", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        per = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.cast(y_true, tf.int32), logits=tf.cast(y_pred, tf.float32)
        )
        real = tf.cast(tf.not_equal(y_true, 0), per.dtype)
        self.nll.assign_add(tf.reduce_sum(per * real))
        self.tokens.assign_add(tf.reduce_sum(real))

    def result(self):
        return tf.math.divide_no_nan(self.nll, self.tokens)

    def reset_state(self):
        self.nll.assign(0.0)
        self.tokens.assign(0.0)
