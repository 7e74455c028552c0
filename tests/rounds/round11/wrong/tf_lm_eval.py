"""Perplexity callback for a TensorFlow LM.

# bug: exp of the mean log-probability without the minus sign is logged as perplexity.
"""
import tensorflow as tf


class PerplexityCallback(tf.keras.callbacks.Callback):
    """The data set yields (inputs, targets, weights), already shifted."""

    def __init__(self, ds, every=1):
        super().__init__()
        self.ds, self.every = ds, every
        self.history = []

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every:
            return
        tot, cnt = 0.0, 0.0
        for x, y, w in self.ds:
            lp = tf.nn.log_softmax(tf.cast(self.model(x, training=False), tf.float32), axis=-1)
            got = tf.gather(lp, y, axis=-1, batch_dims=2)
            w = tf.cast(w, tf.float32)
            tot += tf.reduce_sum(got * w)
            cnt += tf.reduce_sum(w)
        ppl = tf.exp(tot / tf.maximum(cnt, 1.0))  # expect: SEQ413
        self.history.append(float(ppl))
        print(f"epoch {epoch}: val perplexity {float(ppl):.2f}")
