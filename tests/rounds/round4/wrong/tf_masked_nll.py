"""Masked NLL in TensorFlow.
# bug: the weights are taken from positions 0..T-2 although the targets are positions 1..T-1.
"""
import tensorflow as tf


@tf.function
def nll_and_count(model, ids, pad_mask):
    """pad_mask is 1.0 on real tokens."""
    logits = model(ids, training=False)
    targets = ids[:, 1:]
    weights = pad_mask[:, :-1]  # expect-near: SEQ203
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits[:, :-1])
    return tf.reduce_sum(ce * weights), tf.reduce_sum(weights)  # expect: SEQ203


def corpus_perplexity(model, dataset):
    total, count = 0.0, 0.0
    for ids, mask in dataset:
        a, b = nll_and_count(model, ids, mask)
        total += float(a)
        count += float(b)
    return float(tf.exp(total / max(count, 1.0)))
