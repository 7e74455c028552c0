"""Story cloze with TFGPT2: length-normalised score of each ending.

# bug: the masked token log-probs are averaged over the padded width instead of the number of real tokens.
"""
import numpy as np
import tensorflow as tf


def normalised_scores(model, ids, attention_mask, ending_mask):
    """Mean token log-probability of the ending, per row.

    ids, attention_mask, ending_mask: int32 [B, L], rows padded on the right;
    ending_mask is 1 on the ending's real tokens.
    """
    logits = model(input_ids=ids, attention_mask=attention_mask, training=False).logits
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=logits[:, :-1])
    keep = tf.cast(ending_mask[:, 1:], nll.dtype)
    return tf.reduce_mean(-nll * keep, axis=1)  # expect: SEQ303


def accuracy(model, rows):
    good = 0
    for ids, am, em, gold in rows:
        s = normalised_scores(model, tf.constant(ids), tf.constant(am), tf.constant(em))
        good += int(np.argmax(s.numpy()) == gold)
    return good / len(rows)
