"""Cross-entropy per token for Keras models whose last layer is linear."""
import keras
import tensorflow as tf


class TokenCrossEntropy(keras.metrics.Metric):
    def __init__(self, pad_id, name="token_ce", **kw):
        super().__init__(name=name, **kw)
        self.pad_id = pad_id
        self.loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
        self.nats = self.add_weight(name="nats", initializer="zeros")
        self.tokens = self.add_weight(name="tokens", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        w = tf.cast(y_true != self.pad_id, tf.float32)
        self.nats.assign_add(tf.reduce_sum(w * self.loss(y_true, tf.cast(y_pred, tf.float32))))
        self.tokens.assign_add(tf.reduce_sum(w))

    def result(self):
        return tf.math.divide_no_nan(self.nats, self.tokens)

    def reset_state(self):
        for v in (self.nats, self.tokens):
            v.assign(0.0)


def top1(model, tokens, pad_id):
    """Share of next tokens that are the arg-max; softmax only for the confidence histogram."""
    z = model(tokens[:, :-1], training=False)
    gold = tokens[:, 1:]
    conf = tf.reduce_max(tf.nn.softmax(z, axis=-1), axis=-1)
    real = gold != pad_id
    hit = tf.equal(tf.argmax(z, axis=-1, output_type=gold.dtype), gold)
    acc = tf.reduce_mean(tf.cast(tf.boolean_mask(hit, real), tf.float32))
    return acc, tf.histogram_fixed_width(tf.boolean_mask(conf, real), [0.0, 1.0], nbins=10)
