"""Validation perplexity for the transformer of the translation tutorial (decoder side).

# bug: the weights are 1 where the target is padding, so only the padding is scored
"""
import tensorflow as tf


class PerplexityEval:
    def __init__(self, transformer, vocabulary):
        self.net = transformer
        self.pad = vocabulary.index("[PAD]")

    @tf.function
    def step(self, src, tgt):
        dec_in, dec_out = tgt[:, :-1], tgt[:, 1:]
        logits = self.net([src, dec_in], training=False)
        ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=dec_out, logits=logits)
        w = tf.cast(tf.equal(dec_out, self.pad), ce.dtype)  # expect: SEQ307
        return tf.reduce_sum(ce * w), tf.reduce_sum(w)  # expect-near: SEQ307

    def run(self, dataset):
        nats = tf.constant(0.0)
        n = tf.constant(0.0)
        for src, tgt in dataset:
            a, b = self.step(src, tgt)
            nats += a
            n += b
        return float(tf.exp(tf.math.divide_no_nan(nats, n)))
