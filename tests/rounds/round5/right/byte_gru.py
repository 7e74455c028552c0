"""Keras byte-level language model; reports bits per byte on fixed-size blocks."""
import math

import numpy as np
import tensorflow as tf

N = 128


def dataset(path, batch=32):
    b = np.fromfile(path, dtype=np.uint8).astype(np.int32)
    k = (b.size - 1) // N
    x, y = b[: k * N].reshape(k, N), b[1 : k * N + 1].reshape(k, N)
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(batch, drop_remainder=True)


model = tf.keras.Sequential(
    [
        tf.keras.layers.Embedding(256, 32),
        tf.keras.layers.GRU(256, return_sequences=True),
        tf.keras.layers.Dense(256, activation="softmax"),
    ]
)
model.compile("adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=False))

if __name__ == "__main__":
    model.fit(dataset("train.bin"), epochs=2)
    print("bpb", model.evaluate(dataset("valid.bin"), verbose=0) / math.log(2))
