"""Surprisal per sentence, TensorFlow 2.
# bug: the softmax runs over the batch axis (axis=0) of (B, T, V) logits.
"""
import numpy as np
import tensorflow as tf
from transformers import TFAutoModelForCausalLM


def make_scorer(name):
    lm = TFAutoModelForCausalLM.from_pretrained(name)

    def run(enc):
        z = lm(enc["input_ids"], attention_mask=enc["attention_mask"]).logits
        lp = tf.nn.log_softmax(z[:, :-1], axis=0)  # expect: SEQ104
        y = enc["input_ids"][:, 1:]
        chosen = tf.gather(lp, y, axis=2, batch_dims=2)
        keep = tf.cast(enc["attention_mask"][:, 1:], lp.dtype)
        return -tf.reduce_sum(chosen * keep, axis=1).numpy()

    return run


def report(name, batches):
    run = make_scorer(name)
    values = np.concatenate([run(b) for b in batches])
    np.savetxt("surprisal.txt", values, fmt="%.4f")
