"""Mean token log-prob of story endings with TFGPT2; every row has at least one ending token."""
import tensorflow as tf


def scores(model, ids, attention_mask, ending_mask):
    z = model(input_ids=ids, attention_mask=attention_mask, training=False).logits
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=z[:, :-1])
    keep = tf.cast(ending_mask[:, 1:], nll.dtype)
    n = tf.maximum(tf.reduce_sum(keep, axis=1), 1.0)
    return -tf.reduce_sum(nll * keep, axis=1) / n
