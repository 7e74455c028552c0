"""Corpus perplexity of a Keras character model whose last layer emits logits."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

ce = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def spent(net, doc):
    z = net(tf.constant([doc[:-1]]), training=False)
    return float(tf.reduce_sum(ce(tf.constant([doc[1:]]), z)))


def corpus_perplexity(net, docs):
    docs = [d for d in docs if len(d) >= 2]
    if not docs:
        return float("nan")
    nats = sum(spent(net, d) for d in docs)
    chars = sum(len(d) - 1 for d in docs)
    return float(np.exp(nats / chars))


def per_document(net, docs):
    """Perplexity of every single document, for the box plot."""
    return [float(np.exp(spent(net, d) / (len(d) - 1))) for d in docs if len(d) >= 2]
