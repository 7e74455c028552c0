"""Score candidate continuations with a Keras decoder.

# bug: axis=1 of the (batch, time, vocab) tensor is time
"""
import tensorflow as tf


class CandidateScorer:
    def __init__(self, decoder: tf.keras.Model, pad: int):
        self.decoder = decoder
        self.pad = pad

    def __call__(self, tokens, lengths):
        """Log-probability of every row of `tokens` given its first token."""
        z = self.decoder(tokens[:, :-1], training=False)
        lp = tf.nn.log_softmax(z, axis=1)  # expect: SEQ104
        hot = tf.gather(lp, tokens[:, 1:], batch_dims=2)
        steps = tf.shape(hot)[1]
        real = tf.sequence_mask(lengths - 1, maxlen=steps, dtype=hot.dtype)
        return tf.reduce_sum(hot * real, axis=-1)
