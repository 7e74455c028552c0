"""Scores of image descriptions under a Keras decoder fed with tokens[:, :-1]."""
import tensorflow as tf


def description_logprob(decoder, image_features, tokens, lengths):
    """Sum of the log-probabilities of tokens[:, 1:], one value per row."""
    inputs, targets = tokens[:, :-1], tokens[:, 1:]
    raw = decoder([image_features, inputs], training=False)
    cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=raw)
    live = tf.sequence_mask(lengths - 1, maxlen=tf.shape(targets)[1], dtype=cost.dtype)
    return -tf.reduce_sum(cost * live, axis=-1)


def corpus_average(decoder, dataset):
    """Average over all images of the log-probability of their first description."""
    acc = tf.keras.metrics.Mean()
    for feats, tokens, lengths in dataset:
        acc.update_state(description_logprob(decoder, feats, tokens, lengths))
    return float(acc.result())


def choose(decoder, feats, tokens, lengths):
    wide = tf.repeat(feats[None], tf.shape(tokens)[0], axis=0)
    return int(tf.argmax(description_logprob(decoder, wide, tokens, lengths)))
