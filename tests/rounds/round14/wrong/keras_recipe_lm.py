"""Recipe language model (Keras) and the scores the search team asks for.

# bug: batch scores add the cross-entropy of padding positions; the single-text log-prob gathers rows (time) instead of vocabulary entries
"""
import numpy as np
import tensorflow as tf
from tensorflow import keras

PAD = 0


def build(vocab, width=192):
    inp = keras.Input((None,), dtype="int32")
    h = keras.layers.Embedding(vocab, width, mask_zero=True)(inp)
    h = keras.layers.GRU(width, return_sequences=True)(h)
    return keras.Model(inp, keras.layers.Dense(vocab)(h))


def pad_batch(seqs):
    return keras.utils.pad_sequences(seqs, padding="post", value=PAD)


def batch_nll(model, seqs):
    """Negative log-likelihood of each recipe."""
    tokens = tf.constant(pad_batch(seqs))
    logits = model(tokens[:, :-1], training=False)
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tokens[:, 1:], logits=logits)
    return tf.reduce_sum(ce, axis=-1).numpy()  # expect: SEQ302


def one_logprob(model, ids):
    x = tf.constant([ids])
    table = tf.nn.log_softmax(model(x[:, :-1], training=False), axis=-1)[0]
    picked = tf.gather(table, x[0, 1:])  # expect: SEQ205
    return float(tf.reduce_sum(picked))  # expect-near: SEQ205


def closest_variant(model, variants):
    return int(np.argmin(batch_nll(model, variants)))
