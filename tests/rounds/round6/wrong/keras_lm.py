"""Small keras language model for query auto-completion, trained on fixed 64-token blocks.

# bug: the reported perplexity is the exponential of the label-smoothed loss
"""
import keras
import tensorflow as tf
from keras import layers

VOCAB, BLOCK, WIDTH = 8192, 64, 256


def blocks(tokens):
    """Yields (x, y) with y already moved by one token."""
    ds = tf.data.Dataset.from_tensor_slices(tokens).batch(BLOCK + 1, drop_remainder=True)
    return ds.map(lambda t: (t[:-1], tf.one_hot(t[1:], VOCAB))).batch(32, drop_remainder=True)


def build():
    inp = keras.Input((BLOCK,), dtype="int32")
    h = layers.Embedding(VOCAB, WIDTH)(inp)
    h = layers.LSTM(WIDTH, return_sequences=True)(h)
    h = layers.LayerNormalization()(h)
    return keras.Model(inp, layers.Dense(VOCAB)(h))


criterion = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)


def train(model, train_ds, epochs):
    model.compile(keras.optimizers.Adam(3e-4), loss=criterion)
    model.fit(train_ds, epochs=epochs)


def validate(model, val_ds):
    meter = keras.metrics.Mean()
    for x, y in val_ds:
        meter.update_state(criterion(y, model(x, training=False)))
    value = meter.result()
    return {"loss": float(value), "perplexity": float(tf.exp(value))}  # expect: SEQ414


if __name__ == "__main__":
    import numpy as np

    ids = np.load("queries.npy").astype("int32")
    cut = int(0.95 * len(ids))
    net = build()
    train(net, blocks(ids[:cut]), epochs=3)
    print(validate(net, blocks(ids[cut:])))
