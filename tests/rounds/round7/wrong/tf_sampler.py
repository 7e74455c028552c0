"""Ancestral sampling from a Keras decoder, with the log-probability of what was drawn.

# bug: the score of a sampled token is the largest log-probability of the step, not the drawn token's.
"""
import tensorflow as tf


class Sampler(tf.Module):
    def __init__(self, decoder, bos, eos, limit=64):
        super().__init__()
        self.decoder = decoder
        self.bos, self.eos, self.limit = bos, eos, limit

    def __call__(self, memory):
        n = tf.shape(memory)[0]
        seq = tf.fill([n, 1], tf.constant(self.bos, tf.int64))
        alive = tf.ones([n], tf.bool)
        total = tf.zeros([n], tf.float32)
        for _ in range(self.limit):
            step = self.decoder([memory, seq], training=False)[:, -1, :]
            step = tf.cast(step, tf.float32)
            drawn = tf.random.categorical(step, num_samples=1)
            gain = tf.reduce_max(tf.nn.log_softmax(step), axis=-1)  # expect: SEQ204
            total += tf.where(alive, gain, tf.zeros_like(gain))
            seq = tf.concat([seq, drawn], axis=1)
            alive = tf.logical_and(alive, drawn[:, 0] != self.eos)
            if not tf.reduce_any(alive):
                break
        return seq[:, 1:], total
