"""Small word-level GRU language model; validation perplexity after every epoch.

# bug: the head already applies softmax but the loss is told from_logits=True, and 2 is raised to a natural-log cross-entropy
"""
import keras
import tensorflow as tf
from keras import layers


def build(vocab_size, width=256):
    inp = keras.Input((None,), dtype="int32")
    h = layers.Embedding(vocab_size, width)(inp)
    h = layers.GRU(width, return_sequences=True)(h)
    h = layers.Dropout(0.2)(h)
    return keras.Model(inp, layers.Dense(vocab_size, activation="softmax")(h))


token_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")  # expect-near: SEQ106


@tf.function
def batch_nll(net, x, y, w):
    pred = net(x, training=False)
    per_tok = token_loss(y, pred)  # expect: SEQ106
    w = tf.cast(w, per_tok.dtype)
    return tf.reduce_sum(per_tok * w), tf.reduce_sum(w)


class ValidationPerplexity(keras.callbacks.Callback):
    """`data` yields (inputs, next words, weights) with weight 0 on padding."""

    def __init__(self, data):
        super().__init__()
        self.data = data

    def on_epoch_end(self, epoch, logs=None):
        s, n = 0.0, 0.0
        for x, y, w in self.data:
            a, b = batch_nll(self.model, x, y, w)
            s += float(a)
            n += float(b)
        ppl = tf.pow(2.0, s / max(n, 1.0))  # expect: SEQ411
        print(f"epoch {epoch}: val ppl {float(ppl):.2f}")
