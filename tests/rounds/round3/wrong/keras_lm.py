"""Train and evaluate a Keras next-token model.

# bug: the last layer ends in softmax while the loss is told to expect logits
"""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def build(vocab: int, width: int = 64, steps: int = 32) -> keras.Model:
    x = keras.Input((steps,), dtype="int32")
    h = layers.Embedding(vocab, width)(x)
    h = layers.GRU(width, return_sequences=True)(h)
    y = layers.Dense(vocab, activation="softmax")(h)  # expect-near: SEQ106
    net = keras.Model(x, y)
    net.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    return net


def windows(ids: np.ndarray, steps: int = 32):
    usable = (len(ids) - 1) // steps * steps
    return ids[:usable].reshape(-1, steps), ids[1 : usable + 1].reshape(-1, steps)


if __name__ == "__main__":
    stream = np.load("ids.npy")
    net = build(int(stream.max()) + 1)
    a, b = windows(stream)
    net.fit(a, b, epochs=2)
    print("nats per token", net.evaluate(a, b))
