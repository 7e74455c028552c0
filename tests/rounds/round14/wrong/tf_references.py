"""TF2 scoring of human references under GPT-2.

# bug: reference_loglik takes the likeliest token's log-probability at every position instead of the reference token's; mean_surprisal drops id 0, which is the real token '!' in GPT-2, as padding.
"""
import tensorflow as tf
from transformers import GPT2TokenizerFast, TFGPT2LMHeadModel

tok = GPT2TokenizerFast.from_pretrained("gpt2")
lm = TFGPT2LMHeadModel.from_pretrained("gpt2")


def encode(texts):
    rows = [tok(t)["input_ids"] for t in texts]
    lengths = tf.constant([len(r) for r in rows])
    return tf.ragged.constant(rows).to_tensor(0), lengths


def _table(ids, lengths):
    am = tf.sequence_mask(lengths, maxlen=tf.shape(ids)[1], dtype=tf.int32)
    z = lm(ids, attention_mask=am, training=False).logits
    return tf.nn.log_softmax(z[:, :-1], axis=-1), am


def reference_loglik(texts):
    """log p of each reference text, first token not scored."""
    ids, lengths = encode(texts)
    lp, am = _table(ids, lengths)
    best = tf.reduce_max(lp, axis=-1)  # expect: SEQ204
    return tf.reduce_sum(best * tf.cast(am[:, 1:], lp.dtype), axis=-1)  # expect-near: SEQ204


def mean_surprisal(texts):
    """Nats per token over all texts together."""
    ids, lengths = encode(texts)
    lp, _ = _table(ids, lengths)
    y = ids[:, 1:]
    own = tf.gather(lp, y, axis=-1, batch_dims=2)
    keep = tf.cast(tf.not_equal(y, 0), lp.dtype)  # expect: SEQ317
    return -tf.reduce_sum(own * keep) / tf.maximum(tf.reduce_sum(keep), 1.0)
