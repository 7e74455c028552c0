"""Story cloze in TensorFlow: choose the ending with the higher mean log-probability per ending token.

# bug: story and ending are tokenised apart and glued, so pieces across the seam differ from those of the joint text.
# bug: the ending's log-probability is divided by the length of story plus ending.
"""
import tensorflow as tf
from transformers import AutoTokenizer, TFAutoModelForCausalLM

tk = AutoTokenizer.from_pretrained("distilgpt2")
net = TFAutoModelForCausalLM.from_pretrained("distilgpt2")


def ending_score(story, ending):
    a = tk.encode(story)  # expect-near: SEQ312
    b = tk.encode(ending)  # expect-near: SEQ312
    ids = tf.constant([a + b])  # expect: SEQ312
    logits = net(ids, training=False).logits[:, :-1]
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=logits)
    total = -tf.reduce_sum(ce[:, len(a) - 1:], axis=1)
    return total / tf.cast(tf.shape(ids)[1], tf.float32)  # expect: SEQ418


def choose(item):
    values = [float(ending_score(item["story"], e)[0]) for e in item["endings"]]
    return values.index(max(values))


def accuracy(items):
    right = [choose(i) == i["label"] for i in items]
    return sum(right) / len(right)
