"""Sequence NLL in Keras with padded ids.
# bug: the weight is one on padding and zero on real tokens.
"""
import tensorflow as tf


class SequenceNLL(tf.keras.layers.Layer):
    """Sum of the NLL of the real tokens of every row."""

    def __init__(self, pad_id, **kw):
        super().__init__(**kw)
        self.pad_id = pad_id
        self.ce = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    def call(self, targets, logits):
        """targets (B, T) are aligned with logits (B, T, V)."""
        tok = self.ce(targets, logits)
        is_pad = tf.equal(targets, self.pad_id)
        weight = tf.where(is_pad, 1.0, 0.0)  # expect-near: SEQ307
        return tf.reduce_sum(tok * weight, axis=-1)  # expect: SEQ307
