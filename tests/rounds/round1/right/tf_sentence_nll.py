"""TensorFlow evaluation of padded sentences."""
import tensorflow as tf


def corpus_ppl(model, dataset):
    """`dataset` yields dicts with input_ids and attention_mask (right-padded)."""
    nats, n = 0.0, 0.0
    for b in dataset:
        y = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"], training=False).logits
        gold = b["input_ids"][:, 1:]
        w = tf.cast(b["attention_mask"][:, 1:], tf.float32)
        per = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=gold, logits=y[:, :-1])
        nats += float(tf.reduce_sum(per * w))
        n += float(tf.reduce_sum(w))
    return float(tf.exp(nats / max(n, 1.0)))
