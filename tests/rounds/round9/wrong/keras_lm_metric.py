"""Per-example NLL metric for the Keras GPT baselines.

# bug: the loss expects logits (from_logits=True) but receives softmax probabilities, so softmax is applied twice
"""
import keras
import tensorflow as tf


class SequenceNLL(keras.metrics.Metric):
    """Corpus cross-entropy in nats per scored token; `y_pred` are next-token scores."""

    def __init__(self, pad_id, name="seq_nll", **kw):
        super().__init__(name=name, **kw)
        self.pad_id = pad_id
        self.ce = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
        self.total = self.add_weight(name="total", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        keep = tf.cast(tf.not_equal(y_true, self.pad_id), tf.float32)
        dist = tf.nn.softmax(tf.cast(y_pred, tf.float32), axis=-1)
        per_tok = self.ce(y_true, dist)  # expect: SEQ106
        self.total.assign_add(tf.reduce_sum(per_tok * keep))
        self.count.assign_add(tf.reduce_sum(keep))

    def result(self):
        return tf.math.divide_no_nan(self.total, self.count)

    def reset_state(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


def evaluate(model, batches, pad_id):
    metric = SequenceNLL(pad_id)
    for tokens in batches:
        scores = model(tokens[:, :-1], training=False)
        metric.update_state(tokens[:, 1:], scores)
    return float(metric.result())
