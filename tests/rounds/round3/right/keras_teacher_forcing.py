"""Sequence log-probability with a Keras decoder; tf.nn.log_softmax uses the last axis."""
import tensorflow as tf


@tf.function
def sequence_logprob(decoder, tokens, lengths):
    z = decoder(tokens[:, :-1], training=False)
    lp = tf.nn.log_softmax(z)
    hot = tf.one_hot(tokens[:, 1:], tf.shape(z)[-1])
    per_token = tf.reduce_sum(lp * hot, axis=-1)
    real = tf.sequence_mask(lengths - 1, maxlen=tf.shape(per_token)[1], dtype=per_token.dtype)
    return tf.reduce_sum(per_token * real, axis=-1)


def rerank(decoder, tokens, lengths):
    return tf.argsort(sequence_logprob(decoder, tokens, lengths), direction="DESCENDING")
