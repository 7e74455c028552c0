"""A play, a GRU and one-hundred-character windows."""
import tensorflow as tf


def make(vocab):
    inp = tf.keras.Input((None,), dtype="int32")
    h = tf.keras.layers.Embedding(vocab, 64)(inp)
    h = tf.keras.layers.GRU(256, return_sequences=True)(h)
    probs = tf.keras.layers.Dense(vocab, activation="softmax")(h)
    net = tf.keras.Model(inp, probs)
    net.compile(
        optimizer="adam",
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=["sparse_categorical_accuracy"],
    )
    return net


def split(chunk):
    return chunk[:-1], chunk[1:]


def run(text, size=100, epochs=5):
    look = tf.keras.layers.StringLookup(vocabulary=sorted(set(text)))
    ids = look(tf.strings.unicode_split(text, "UTF-8"))
    ds = tf.data.Dataset.from_tensor_slices(tf.cast(ids, tf.int32))
    ds = ds.batch(size + 1, drop_remainder=True).map(split).shuffle(5000).batch(64, drop_remainder=True)
    net = make(look.vocabulary_size())
    hist = net.fit(ds, epochs=epochs)
    nats = hist.history["loss"][-1]
    print("train perplexity", float(tf.exp(nats)))
    return net
