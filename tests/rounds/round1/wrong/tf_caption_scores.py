"""Caption scoring with a TensorFlow GPT-2.

# bug: log_softmax along axis 1 of a rank-3 tensor, i.e. over the positions.
"""
import tensorflow as tf
from transformers import TFGPT2LMHeadModel

gpt = TFGPT2LMHeadModel.from_pretrained("gpt2")


def caption_logprob(ids, mask):
    """ids, mask: int32 (captions, length). Sum of token log-probabilities per caption."""
    y = gpt(ids, attention_mask=mask, training=False).logits
    y = y[:, :-1]
    logp = tf.nn.log_softmax(y, axis=1)  # expect: SEQ104
    picked = tf.gather(logp, ids[:, 1:], axis=2, batch_dims=2)
    weights = tf.cast(mask[:, 1:], picked.dtype)
    return tf.reduce_sum(picked * weights, axis=-1)


def best_caption(captions, ids, mask):
    order = tf.argsort(caption_logprob(ids, mask), direction="DESCENDING")
    return [captions[i] for i in order.numpy()]
