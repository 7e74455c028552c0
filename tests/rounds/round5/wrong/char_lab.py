"""Lab 4: a character model in Keras and a table of its next-character probabilities.

# bug: the exponential of an output unit is printed as a probability, it is never divided by the sum over the alphabet
"""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

text = open("shakespeare.txt", encoding="utf-8").read()
alphabet = sorted(set(text))
stoi = {c: i for i, c in enumerate(alphabet)}
codes = np.array([stoi[c] for c in text], dtype="int32")

BLOCK = 96


def windows(codes, block):
    n = (len(codes) - 1) // block
    x = codes[: n * block].reshape(n, block)
    y = codes[1 : n * block + 1].reshape(n, block)
    return x, y


net = keras.Sequential(
    [
        layers.Embedding(len(alphabet), 64),
        layers.GRU(256, return_sequences=True),
        layers.Dense(len(alphabet)),
    ]
)
net.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
x, y = windows(codes, BLOCK)
net.fit(x, y, batch_size=64, epochs=5)


def next_char_table(prefix, k=8):
    """The k most probable continuations with their probabilities."""
    inp = np.array([[stoi[c] for c in prefix]])
    out = net.predict(inp, verbose=0)[0, -1]
    p = np.exp(out)  # expect: SEQ103
    best = np.argsort(p)[::-1][:k]
    return [(alphabet[i], float(p[i])) for i in best]  # expect-near: SEQ103


for ch, p in next_char_table("To be, or not to b"):
    print(repr(ch), f"{100 * p:.1f} %")
