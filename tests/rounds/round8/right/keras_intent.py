"""Intent classifier: the network ends in a softmax, so the losses take probabilities."""
import keras
import numpy as np
from sklearn.metrics import log_loss


def build(vocab, classes):
    text = keras.Input((None,), dtype="int32")
    h = keras.layers.Embedding(vocab, 64, mask_zero=True)(text)
    h = keras.layers.Bidirectional(keras.layers.LSTM(64))(h)
    out = keras.layers.Dense(classes, activation="softmax")(h)
    model = keras.Model(text, out)
    model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model


def evaluate(model, x, y, classes):
    probs = model.predict(x, verbose=0)
    return {
        "log_loss": log_loss(y, probs, labels=np.arange(classes)),
        "brier": float(np.mean(np.sum((probs - np.eye(classes)[y]) ** 2, axis=1))),
        "confidence": float(probs.max(axis=1).mean()),
    }
