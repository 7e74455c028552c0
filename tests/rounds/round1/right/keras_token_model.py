"""Next-token model whose last layer returns logits."""
import keras
import numpy as np
from keras import layers, ops


def build(vocab, width=128, length=32):
    inp = keras.Input((length,), dtype="int32")
    h = layers.LSTM(width, return_sequences=True)(layers.Embedding(vocab, width)(inp))
    model = keras.Model(inp, layers.Dense(vocab)(h))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def perplexity(model, x, y, batch=64):
    """x, y: aligned (N, T) arrays, y already shifted."""
    total, n = 0.0, 0
    for k in range(0, len(x), batch):
        z = model.predict_on_batch(x[k : k + batch])
        nll = keras.losses.sparse_categorical_crossentropy(y[k : k + batch], z, from_logits=True)
        total += float(ops.sum(nll))
        n += y[k : k + batch].size
    return float(np.exp(total / max(n, 1)))
