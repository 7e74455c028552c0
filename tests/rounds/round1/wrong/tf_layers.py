"""TensorFlow scoring pieces of the speller.

# bug: keras.backend.epsilon() is added to the probability before the log; tf.math.log(tf.nn.softmax(x)) underflows to -inf for unlikely tokens.
"""
import tensorflow as tf
from tensorflow import keras


class SequenceLogLik(keras.layers.Layer):
    def call(self, probs, ids, mask):
        """probs (B, T, V) sum to one over V, ids (B, T), mask (B, T)."""
        p = tf.gather(probs, ids, batch_dims=2, axis=2)
        ll = tf.math.log(p + keras.backend.epsilon())  # expect: SEQ604
        return tf.reduce_sum(tf.where(tf.cast(mask, tf.bool), ll, tf.zeros_like(ll)), axis=1)


@tf.function
def option_logprob(model, ids, option_mask):
    """ids (N, T), option_mask (N, T): 1.0 on the tokens of the option. Rows are equally long."""
    y = model(ids, training=False).logits[:, :-1]
    prob = tf.nn.softmax(y, axis=-1)
    got = tf.gather(prob, ids[:, 1:], batch_dims=2)
    lp = tf.math.log(got)  # expect: SEQ602
    return tf.reduce_sum(tf.where(option_mask[:, 1:] > 0, lp, 0.0), axis=-1)
