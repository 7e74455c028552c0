"""Rank captions of an image with a Keras decoder; the decoder sees words[:, :-1] and predicts words[:, 1:].

# bug: the log-softmax runs over the time axis of the (batch, time, vocabulary) output
# bug: dev_score divides its running total in every round of the loop instead of once at the end
"""
import tensorflow as tf


class CaptionRanker(tf.Module):
    def __init__(self, decoder, name=None):
        super().__init__(name=name)
        self.decoder = decoder

    def score(self, feats, words, lengths):
        """Log-probability of each caption, shape (batch,)."""
        z = self.decoder([feats, words[:, :-1]], training=False)
        lp = tf.nn.log_softmax(z, axis=1)  # expect: SEQ104
        hit = tf.gather(lp, words[:, 1:], axis=2, batch_dims=2)
        live = tf.sequence_mask(lengths - 1, maxlen=tf.shape(hit)[1])
        return tf.reduce_sum(tf.where(live, hit, tf.zeros_like(hit)), axis=1)

    def best(self, feats, candidates, lengths):
        n = tf.shape(candidates)[0]
        tiled = tf.repeat(feats[tf.newaxis], n, axis=0)
        return int(tf.argmax(self.score(tiled, candidates, lengths)))


def dev_score(ranker, batches):
    """Average log-probability of a reference caption over the development images."""
    total, images = 0.0, 0
    for feats, words, lengths in batches:
        images += int(words.shape[0])
        total += float(tf.reduce_sum(ranker.score(feats, words, lengths)))
        total /= images  # expect: SEQ417
    return total
