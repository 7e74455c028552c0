"""Roll out a Keras decoder and keep the log-probability of every drawn token."""
import tensorflow as tf


def rollout(decoder, memory, bos, eos, limit):
    n = tf.shape(memory)[0]
    seq = tf.fill([n, 1], tf.constant(bos, tf.int64))
    open_ = tf.ones([n], tf.bool)
    logp = tf.zeros([n])
    for _ in tf.range(limit):
        tf.autograph.experimental.set_loop_options(
            shape_invariants=[(seq, tf.TensorShape([None, None]))])
        z = tf.cast(decoder([memory, seq], training=False)[:, -1], tf.float32)
        tok = tf.random.categorical(z, 1)
        nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tok[:, 0], logits=z)
        logp -= tf.where(open_, nll, 0.0)
        seq = tf.concat([seq, tok], 1)
        open_ = tf.logical_and(open_, tf.not_equal(tok[:, 0], eos))
    return seq[:, 1:], logp


def reinforce_weights(rewards):
    return rewards - tf.reduce_mean(rewards)
