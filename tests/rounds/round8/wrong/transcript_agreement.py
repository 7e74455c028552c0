"""How well does the streaming decoder agree with the human transcript?

The decoder is teacher forced with the reference; the sum of the log-probabilities
of the reference's tokens is compared with the recogniser's own hypothesis.

# bug: the largest log-probability at each step is taken instead of the one of the reference token
"""
import tensorflow as tf


class AgreementMeter:
    def __init__(self, decoder, sos_id):
        self.decoder = decoder
        self.sos_id = sos_id

    def _inputs(self, ref):
        sos = tf.fill([tf.shape(ref)[0], 1], self.sos_id)
        return tf.concat([sos, ref[:, :-1]], axis=1)

    def reference_logprob(self, enc, ref, ref_len):
        logits = self.decoder([enc, self._inputs(ref)], training=False)
        dist = tf.nn.log_softmax(logits)
        per_step = tf.reduce_max(dist, axis=-1)  # expect: SEQ204
        live = tf.sequence_mask(ref_len, tf.shape(ref)[1], dtype=per_step.dtype)
        return tf.reduce_sum(per_step * live, axis=1)  # expect-near: SEQ204

    def agree(self, enc, ref, ref_len, hyp_logprob, slack=2.0):
        return self.reference_logprob(enc, ref, ref_len) > hyp_logprob - slack
