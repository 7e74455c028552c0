"""Lesson 7: a word-level recurrent net for recipes, in Keras 3.

After training we look at the perplexity of the held-out recipes.

# bug: the last layer already applies softmax, and the loss is told from_logits=True, so softmax is applied twice
"""
import keras
import numpy as np
from keras import layers

VOCAB = 8000
STEPS = 48


def build(width=192):
    words = keras.Input((None,), dtype="int32")
    h = layers.Embedding(VOCAB, width)(words)
    h = layers.GRU(width, return_sequences=True)(h)
    h = layers.Dropout(0.2)(h)
    nxt = layers.Dense(VOCAB, activation="softmax", name="next_word")(h)  # expect-near: SEQ106
    return keras.Model(words, nxt)


def heldout_perplexity(model, recipes, blank):
    """exp(total surprise / number of real words); `blank` fills short recipes on the right."""
    surprise, n = 0.0, 0
    for block in np.array_split(recipes, max(1, len(recipes) // 64)):
        seen, coming = block[:, :-1], block[:, 1:]
        guess = model(seen, training=False)
        each = keras.losses.sparse_categorical_crossentropy(coming, guess, from_logits=True)  # expect: SEQ106
        real = coming != blank
        surprise += float((keras.ops.convert_to_numpy(each) * real).sum())
        n += int(real.sum())
    return np.exp(surprise / max(n, 1))


if __name__ == "__main__":
    data = np.load("recipes_int.npz")
    net = build()
    net.load_weights("recipes.weights.h5")
    print("held-out perplexity", heldout_perplexity(net, data["test"], int(data["blank"])))
