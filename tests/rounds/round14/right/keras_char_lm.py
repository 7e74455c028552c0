"""Character LM in Keras: the dense head emits logits; the callback reports bits per character on fixed-length windows."""
import keras
import numpy as np
import tensorflow as tf

T = 128


def windows(ids, batch):
    n = (len(ids) - 1) // T
    x = ids[: n * T].reshape(n, T)
    y = ids[1 : n * T + 1].reshape(n, T)
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(batch, drop_remainder=True)


def build(vocab, units=256):
    inp = keras.Input((T,), dtype="int32")
    h = keras.layers.Embedding(vocab, 64)(inp)
    h = keras.layers.GRU(units, return_sequences=True)(h)
    z = keras.layers.Dense(vocab)(h)
    net = keras.Model(inp, z)
    net.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return net


class BitsPerChar(keras.callbacks.Callback):
    def __init__(self, data):
        super().__init__()
        self.data = data

    def on_epoch_end(self, epoch, logs=None):
        total, n = 0.0, 0
        for x, y in self.data:
            nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=self.model(x, training=False))
            total += float(tf.reduce_sum(nll))
            n += int(tf.size(y))
        if logs is not None and n:
            logs["bpc"] = total / n / np.log(2)
            logs["char_ppl"] = 2.0 ** logs["bpc"]


def sample(net, seed, vocab, temperature=0.8):
    z = net(seed[None], training=False)[0, -1] / temperature
    p = tf.nn.softmax(z).numpy().astype(np.float64)
    return int(np.random.choice(vocab, p=p / p.sum()))
