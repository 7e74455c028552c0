"""Keras LM: training with label smoothing, perplexity from the plain cross-entropy."""
import keras
import tensorflow as tf

VOCAB = 4096

smooth = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
plain = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")


class NextToken(keras.Model):
    def __init__(self, width=192):
        super().__init__()
        self.table = keras.layers.Embedding(VOCAB, width)
        self.core = keras.layers.GRU(width, return_sequences=True)
        self.head = keras.layers.Dense(VOCAB)

    def call(self, x, training=False):
        return self.head(self.core(self.table(x), training=training))


@tf.function
def step(model, opt, x, y):
    with tf.GradientTape() as tape:
        loss = smooth(tf.one_hot(y, VOCAB), model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(grads, model.trainable_variables))
    return loss


def perplexity(model, ds):
    nll, n = 0.0, 0
    for block in ds:
        x, y = block[:, :-1], block[:, 1:]
        nll += float(plain(y, model(x, training=False)))
        n += int(tf.size(y))
    return float(tf.exp(nll / max(n, 1)))
