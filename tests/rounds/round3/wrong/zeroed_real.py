"""Average surprisal per row (TensorFlow).

# bug: tf.where puts zeros where the attention mask is one
"""
import tensorflow as tf


def row_surprisal(logits, ids, attention_mask):
    real = tf.cast(attention_mask[:, 1:], tf.bool)
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=logits[:, :-1])
    kept = tf.where(real, tf.zeros_like(nll), nll)  # expect: SEQ307
    n = tf.maximum(tf.reduce_sum(tf.cast(real, nll.dtype), axis=1), 1.0)
    return tf.reduce_sum(kept, axis=1) / n  # expect-near: SEQ307


def most_surprising(logits, ids, attention_mask):
    return int(tf.argmax(row_surprisal(logits, ids, attention_mask)))
