"""Per-snippet log-likelihood for the de-duplication filter (Keras GPT, equal-length
blocks of 512 byte tokens).

# bug: the log of an explicit softmax is taken; and the reduction has no axis, so all snippets of the batch fall into one number
"""
import numpy as np
import tensorflow as tf


class SnippetScorer(tf.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    @tf.function
    def scores(self, blocks):
        """blocks (B, 512) int32 -> log-likelihood of every block"""
        z = self.net(blocks[:, :-1], training=False)
        probs = tf.nn.softmax(z, axis=-1)
        lp = tf.math.log(probs)  # expect: SEQ602
        got = tf.gather(lp, blocks[:, 1:], batch_dims=2, axis=2)
        return tf.reduce_sum(got)  # expect: SEQ408


def keep_mask(scorer, dataset, low, high):
    flags = []
    for blocks in dataset:
        s = scorer.scores(blocks).numpy()
        flags.append(np.atleast_1d((s > low) & (s < high)))
    return np.concatenate(flags)
