"""Sentence scores with a TensorFlow model.

# bug: the logarithm is taken of softmax outputs, which underflow to zero
"""
import tensorflow as tf


@tf.function
def sentence_score(model, ids, lengths):
    z = model(ids[:, :-1], training=False)
    logs = tf.math.log(tf.nn.softmax(z, axis=-1))  # expect: SEQ602
    got = tf.gather(logs, ids[:, 1:], batch_dims=2)
    inside = tf.sequence_mask(lengths - 1, tf.shape(got)[1])
    return tf.reduce_sum(tf.where(inside, got, 0.0), axis=1)


def order(model, ids, lengths):
    return tf.argsort(sentence_score(model, ids, lengths), direction="DESCENDING")
