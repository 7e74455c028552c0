"""Average surprisal per row in TensorFlow."""
import tensorflow as tf


def row_surprisal(logits, ids, attention_mask):
    pad = tf.equal(attention_mask[:, 1:], 0)
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=logits[:, :-1])
    kept = tf.where(pad, tf.zeros_like(nll), nll)
    n = tf.reduce_sum(tf.cast(~pad, nll.dtype), axis=1)
    return tf.math.divide_no_nan(tf.reduce_sum(kept, axis=1), n)


def image_loss(labels, images, net):
    """An image classifier: no shift, mean over the batch."""
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=net(images))
    return tf.reduce_mean(ce)
