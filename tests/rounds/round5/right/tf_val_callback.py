"""Held-out loss on unpadded blocks; the label of the last position is unknown and carries no weight."""
import tensorflow as tf


def block_sums(model, x):
    y = tf.roll(x, shift=-1, axis=1)
    w = tf.concat([tf.ones_like(x[:, 1:], tf.float32), tf.zeros_like(x[:, :1], tf.float32)], axis=1)
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x, training=False))
    return tf.reduce_sum(ce * w), tf.reduce_sum(w)


class HeldOut(tf.keras.callbacks.Callback):
    def __init__(self, dataset, every=1):
        super().__init__()
        self.dataset = dataset
        self.every = every

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.every:
            return
        nats = n = 0.0
        for x in self.dataset:
            a, b = block_sums(self.model, x)
            nats += float(a)
            n += float(b)
        tf.print("epoch", epoch, "held-out nll", nats / n, "perplexity", tf.exp(nats / n))
