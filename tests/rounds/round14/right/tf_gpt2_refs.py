"""Log-probability and surprisal of reference texts, TF2 GPT-2."""
import tensorflow as tf


class References:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok

    def _token_logp(self, texts):
        rows = [self.tok(t)["input_ids"] for t in texts]
        n = [len(r) for r in rows]
        ids = tf.ragged.constant(rows).to_tensor(0)
        real = tf.sequence_mask(n, maxlen=max(n))
        z = self.lm(ids, attention_mask=tf.cast(real, tf.int32), training=False).logits
        ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=z[:, :-1])
        return -ce, tf.cast(real[:, 1:], ce.dtype)

    def loglik(self, texts):
        lp, m = self._token_logp(texts)
        return tf.reduce_sum(lp * m, axis=1)

    def surprisal(self, texts):
        """Nats per token, all texts pooled."""
        lp, m = self._token_logp(texts)
        return -tf.math.divide_no_nan(tf.reduce_sum(lp * m), tf.reduce_sum(m))
