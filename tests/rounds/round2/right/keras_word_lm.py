"""Keras word model: linear output layer with from_logits=True, and the softmax variant without it."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def body(vocab):
    return [layers.Embedding(vocab, 128), layers.GRU(128, return_sequences=True)]


def logits_model(vocab):
    m = keras.Sequential(body(vocab) + [layers.Dense(vocab)])
    m.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return m


def prob_model(vocab):
    m = keras.Sequential(body(vocab) + [layers.Dense(vocab, activation="softmax")])
    m.compile("adam", keras.losses.SparseCategoricalCrossentropy())
    return m


def nats_per_token(model, chunks):
    """chunks (N, T + 1), no padding; model from logits_model."""
    z = model(chunks[:, :-1], training=False)
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=chunks[:, 1:], logits=z)
    return float(tf.reduce_mean(nll))
