"""Held-out perplexity of the recipe model; the model ends in a softmax layer."""
import keras
import numpy as np


def make_model(n_words, dim=128):
    return keras.Sequential(
        [
            keras.layers.Embedding(n_words, dim),
            keras.layers.LSTM(dim, return_sequences=True),
            keras.layers.Dense(n_words, activation="softmax"),
        ]
    )


class HeldOut:
    def __init__(self, model, filler):
        self.model = model
        self.filler = filler
        self.cost = keras.losses.SparseCategoricalCrossentropy(from_logits=False, reduction=None)

    def perplexity(self, rows):
        probs = self.model(rows[:, :-1], training=False)
        target = rows[:, 1:]
        cost = keras.ops.convert_to_numpy(self.cost(target, probs))
        used = target != self.filler
        return float(np.exp(cost[used].sum() / max(used.sum(), 1)))
