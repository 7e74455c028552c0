"""Validation loss of a small TF decoder on fixed blocks of 256 tokens (no padding anywhere).

# bug: roll moves the first token of the block to the end, where it is scored as the next token
"""
import tensorflow as tf


class BlockEval(tf.keras.callbacks.Callback):
    def __init__(self, blocks, batch_size=16):
        super().__init__()
        self.data = tf.data.Dataset.from_tensor_slices(blocks).batch(batch_size)

    def _batch_nll(self, x):
        y = tf.roll(x, shift=-1, axis=1)  # expect-near: SEQ206
        z = self.model(x, training=False)
        ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)  # expect: SEQ206
        return tf.reduce_sum(ce), tf.size(ce)

    def on_epoch_end(self, epoch, logs=None):
        nats, n = 0.0, 0
        for x in self.data:
            a, b = self._batch_nll(x)
            nats += float(a)
            n += int(b)
        logs = logs if logs is not None else {}
        logs["block_nll"] = nats / n
        print(f"epoch {epoch}: held-out nll/token {nats / n:.4f}")


def to_blocks(ids, width=256):
    usable = (len(ids) // width) * width
    return tf.reshape(tf.constant(ids[:usable], dtype=tf.int32), (-1, width))
