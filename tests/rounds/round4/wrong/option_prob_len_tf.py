"""Length-normalised option scores, TensorFlow.
# bug: the probability of an option is divided by its token count.
"""
import tensorflow as tf


def option_scores(model, ids, option_mask):
    """ids (B, T), option_mask 1.0 on option tokens. Higher is better, whatever the length."""
    lp = tf.nn.log_softmax(model(ids).logits[:, :-1], axis=-1)
    tok = tf.gather(lp, ids[:, 1:], batch_dims=2)
    m = option_mask[:, 1:]
    seq = tf.exp(tf.reduce_sum(tok * m, axis=1))
    return seq / tf.maximum(tf.reduce_sum(m, axis=1), 1.0)  # expect: SEQ406


def choose(model, ids, option_mask):
    return int(tf.argmax(option_scores(model, ids, option_mask)))
