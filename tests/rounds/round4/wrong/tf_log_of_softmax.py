"""Candidate scores in TensorFlow.
# bug: log of a softmax, with a constant added inside the log.
"""
import tensorflow as tf


def token_logps(logits, targets):
    """logits (B, T, V) aligned with targets (B, T)."""
    probs = tf.nn.softmax(logits, axis=-1)
    picked = tf.gather(probs, targets, batch_dims=2)
    return tf.math.log(picked + 1e-10)  # expect: SEQ604|SEQ602 # expect-near: SEQ602


def sequence_scores(logits, targets, weights):
    return tf.reduce_sum(token_logps(logits, targets) * weights, axis=-1)
