"""Bitext filtering by normalised likelihood under a keras transformer; id 0 is the padding id."""
import tensorflow as tf


class Normalised(tf.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.ce = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    def __call__(self, src, tgt):
        gold = tgt[:, 1:]
        z = self.net((src, tgt[:, :-1]), training=False)
        w = tf.cast(gold != 0, tf.float32)
        return -tf.reduce_sum(self.ce(gold, z) * w, 1) / tf.maximum(tf.reduce_sum(w, 1), 1.0)


def keep(net, ds, low=-4.5):
    f = Normalised(net)
    for src, tgt, line in ds:
        for n, v in zip(line.numpy(), f(src, tgt).numpy()):
            if v > low:
                yield int(n)
