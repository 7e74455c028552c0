"""Keras callback: perplexity of the validation set.

# bug: exp is taken per batch and the exponentials are averaged
"""
import numpy as np
import tensorflow as tf


class CorpusPerplexity(tf.keras.callbacks.Callback):
    def __init__(self, batches):
        super().__init__()
        self.batches = batches
        self.xent = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def on_epoch_end(self, epoch, logs=None):
        total = 0.0
        for x, y in self.batches:
            total += np.exp(float(self.xent(y, self.model(x, training=False))))  # expect-near: SEQ410
        print(f"epoch {epoch}: validation perplexity {total / len(self.batches):.2f}")  # expect: SEQ410
