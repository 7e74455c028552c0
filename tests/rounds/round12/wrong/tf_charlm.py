"""Character GRU trained on fixed-length windows of a play (no padding anywhere).

# bug: call() returns softmax probabilities, and the loss op applies softmax again.
"""
import numpy as np
import tensorflow as tf


class CharGRU(tf.keras.Model):
    def __init__(self, n_chars, emb=64, units=256):
        super().__init__()
        self.emb = tf.keras.layers.Embedding(n_chars, emb)
        self.rnn = tf.keras.layers.GRU(units, return_sequences=True)
        self.out = tf.keras.layers.Dense(n_chars)

    def call(self, x, training=False):
        h = self.rnn(self.emb(x), training=training)
        return tf.nn.softmax(self.out(h), axis=-1)  # expect-near: SEQ106


def windows(text, size=100, batch=32):
    chars = sorted(set(text))
    to_id = {c: i for i, c in enumerate(chars)}
    flat = np.array([to_id[c] for c in text], dtype=np.int32)
    ds = tf.data.Dataset.from_tensor_slices(flat).batch(size + 1, drop_remainder=True)
    return ds.map(lambda w: (w[:-1], w[1:])).batch(batch, drop_remainder=True), len(chars)


def fit(path, epochs=3):
    with open(path, encoding="utf-8") as fh:
        ds, n = windows(fh.read())
    net, opt = CharGRU(n), tf.keras.optimizers.Adam(1e-3)
    for ep in range(epochs):
        hist = []
        for x, y in ds:
            with tf.GradientTape() as tape:
                o = net(x, training=True)
                ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=o)  # expect: SEQ106
                loss = tf.reduce_mean(ce)
            opt.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
            hist.append(float(loss))
        print(ep, np.mean(hist))
    return net
