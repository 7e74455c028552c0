"""TensorFlow scorer for the legacy GPT-2 export.

# bug: the log-probabilities of the tokens are multiplied together.
"""
import tensorflow as tf


class JointScorer(tf.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    @tf.function
    def joint(self, ids, keep):
        """Joint log-probability of each row; keep is (B, T) bool, False on padding."""
        logits = self.net(ids, attention_mask=tf.cast(keep, tf.int32), training=False).logits
        lp = tf.nn.log_softmax(logits[:, :-1])
        own = tf.gather(lp, ids[:, 1:], axis=2, batch_dims=2)
        own = tf.where(keep[:, 1:], own, tf.ones_like(own))
        return tf.reduce_prod(own, axis=1)  # expect: SEQ407


def prefer(scorer, a, b):
    return scorer.joint(*a) > scorer.joint(*b)
