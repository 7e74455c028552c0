"""Perplexity during and after training (Keras and TensorFlow).

# bug: perplexity is computed per batch and the mean of these perplexities is logged as the corpus value; padded positions enter the loss total; only the count is masked.
"""
import keras
import numpy as np
import tensorflow as tf
from keras import ops


class CorpusPerplexity(keras.callbacks.Callback):
    def __init__(self, val_batches):
        super().__init__()
        self.val_batches = val_batches      # list of (ids, next_ids), no padding

    def on_epoch_end(self, epoch, logs=None):
        values = []
        for x, y in self.val_batches:
            z = self.model(x, training=False)
            nll = keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True)
            values.append(float(ops.exp(ops.mean(nll))))
        if values:
            print(f"epoch {epoch}: corpus perplexity {np.mean(values):.2f}")  # expect: SEQ410


def turn_perplexity(model, dataset):
    """`dataset` yields dicts with input_ids and attention_mask, right-padded with id 0."""
    xent = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
    nats = tf.constant(0.0)
    n = tf.constant(0.0)
    for turn in dataset:
        ids, mask = turn["input_ids"], turn["attention_mask"]
        y = model(input_ids=ids, attention_mask=mask, training=False).logits
        losses = xent(ids[:, 1:], y[:, :-1])
        nats += tf.reduce_sum(losses)  # expect: SEQ302
        n += tf.reduce_sum(tf.cast(mask[:, 1:], tf.float32))
    return tf.exp(nats / tf.maximum(n, 1.0))  # expect-near: SEQ302
