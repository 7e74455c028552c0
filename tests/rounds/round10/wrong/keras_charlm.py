"""Character-level LSTM language model (Keras).

# bug: the output layer already applies softmax while the loss is told that it gets logits, so softmax is applied twice.
"""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

SEQ = 128


def windows(text, stoi, batch=64):
    data = np.array([stoi[c] for c in text], dtype=np.int32)
    ds = tf.data.Dataset.from_tensor_slices(data).batch(SEQ + 1, drop_remainder=True)
    ds = ds.map(lambda c: (c[:-1], c[1:]))
    return ds.shuffle(2048).batch(batch, drop_remainder=True).prefetch(2)


def build(vocab, dim=256, hidden=512):
    inp = layers.Input((SEQ,), dtype="int32")
    h = layers.Embedding(vocab, dim)(inp)
    h = layers.LSTM(hidden, return_sequences=True)(h)
    h = layers.Dropout(0.2)(h)
    out = layers.Dense(vocab, activation="softmax")(h)  # expect-near: SEQ106
    return tf.keras.Model(inp, out)


def train(path, epochs=20):
    text = open(path, encoding="utf-8").read()
    chars = sorted(set(text))
    stoi = {c: i for i, c in enumerate(chars)}
    cut = int(len(text) * 0.95)
    net = build(len(chars))
    net.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # expect: SEQ106
    )
    net.fit(windows(text[:cut], stoi), epochs=epochs)
    held_out = net.evaluate(windows(text[cut:], stoi), verbose=0)
    print(f"nats/char {held_out:.4f}  ppl {np.exp(held_out):.3f}")
    return net, stoi


if __name__ == "__main__":
    import sys

    train(sys.argv[1])
