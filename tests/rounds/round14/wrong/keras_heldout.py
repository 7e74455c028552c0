"""Held-out evaluation of the character model after each training run.

# bug: the loss object is built with from_logits=True but receives softmax output; the corpus perplexity is the arithmetic mean of the documents' perplexities.
"""
import json

import numpy as np
import tensorflow as tf
from tensorflow import keras

token_ce = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def document_nll(net, ids):
    """Nats spent on one document, and how many characters were predicted."""
    x = tf.constant([ids[:-1]])
    y = tf.constant([ids[1:]])
    dist = tf.nn.softmax(net(x, training=False), axis=-1)  # expect-near: SEQ106
    nats = token_ce(y, dist)  # expect: SEQ106
    return float(tf.reduce_sum(nats)), len(ids) - 1


def evaluate(model_dir, corpus_json):
    net = keras.models.load_model(model_dir, compile=False)
    with open(corpus_json) as fh:
        docs = [d for d in json.load(fh) if len(d) > 1]
    table = []
    for d in docs:
        nats, n = document_nll(net, d)
        table.append({"chars": n, "ppl": float(np.exp(nats / n))})
    corpus_ppl = float(np.mean([row["ppl"] for row in table]))  # expect: SEQ410
    return {"documents": len(table), "corpus_perplexity": corpus_ppl, "table": table}  # expect-near: SEQ410
