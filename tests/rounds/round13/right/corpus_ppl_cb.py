"""Keras 3 callback: perplexity of the whole held-out corpus (total cost over total tokens)."""
import keras
import numpy as np
from keras import ops


class CorpusPerplexity(keras.callbacks.Callback):
    """`batches` yields (inputs, next_tokens, weights); weights are 0 on padding."""

    def __init__(self, batches, key="corpus_ppl"):
        super().__init__()
        self.batches = batches
        self.key = key
        self.cost_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    def on_epoch_end(self, epoch, logs=None):
        cost = tokens = 0.0
        for x, nxt, w in self.batches:
            z = self.model(x, training=False)
            each = ops.convert_to_numpy(self.cost_fn(nxt, z))
            cost += float((each * w).sum())
            tokens += float(w.sum())
        if not tokens:
            return
        ppl = float(np.exp(cost / tokens))
        if logs is not None:
            logs[self.key] = ppl
