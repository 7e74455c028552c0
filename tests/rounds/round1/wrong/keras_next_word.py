"""Next-word model in Keras, after a blog post.

# bug: the softmax output layer is trained and evaluated with from_logits=True.
"""
import keras
import numpy as np
from keras import layers

VOCAB, SEQ = 8000, 64


def build():
    inp = keras.Input(shape=(SEQ,), dtype="int32")
    x = layers.Embedding(VOCAB, 192)(inp)
    x = layers.LSTM(256, return_sequences=True)(x)
    probs = layers.Dense(VOCAB, activation="softmax")(x)  # expect-near: SEQ106
    model = keras.Model(inp, probs)
    model.compile(  # expect-near: SEQ106
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    return model


def windows(stream):
    n = (len(stream) - 1) // SEQ
    x = np.asarray(stream[: n * SEQ]).reshape(n, SEQ)
    y = np.asarray(stream[1 : n * SEQ + 1]).reshape(n, SEQ)
    return x, y


if __name__ == "__main__":
    stream = np.load("train_ids.npy")
    model = build()
    x, y = windows(stream)
    model.fit(x, y, batch_size=64, epochs=5, validation_split=0.05)
    model.save("next_word.keras")
