"""Keras callback: log-prob of the probe sentences after every epoch, for two kinds of heads.

# bug: from_scores takes log(softmax(x)) instead of log_softmax
# bug: from_probs adds a constant inside the log
"""
import keras
import tensorflow as tf


def from_scores(scores, targets):
    """Dense head without activation: (B, T, V) -> (B, T) log-probs of the targets."""
    lp = tf.math.log(tf.nn.softmax(scores, axis=-1))  # expect: SEQ602
    return tf.gather(lp, targets, batch_dims=2)


def from_probs(probs, targets):
    """Dense head with softmax activation: (B, T, V) -> (B, T) log-probs of the targets."""
    hit = tf.gather(probs, targets, batch_dims=2)
    return tf.math.log(hit + 1e-6)  # expect: SEQ604


class ProbeSentences(keras.callbacks.Callback):
    def __init__(self, probes, lengths, softmax_head):
        super().__init__()
        self.probes = tf.constant(probes, tf.int32)
        self.valid = tf.sequence_mask(lengths, self.probes.shape[1])[:, 1:]
        self.pick = from_probs if softmax_head else from_scores
        self.history = []

    def on_epoch_end(self, epoch, logs=None):
        out = self.model(self.probes[:, :-1], training=False)
        lp = self.pick(out, self.probes[:, 1:])
        lp = tf.where(self.valid, lp, tf.zeros_like(lp))
        self.history.append(tf.reduce_sum(lp, axis=1).numpy())
