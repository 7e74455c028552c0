"""Keras 3 callback that reports the perplexity of a held-out corpus after each epoch.

Blocks are (x, y, w): inputs, targets moved one place ahead, weights that are zero on padding.

# bug: the model's logits are put through a softmax although the loss object has from_logits=True
# bug: the corpus figure is the arithmetic mean of the blocks' perplexities
"""
import keras
import numpy as np
from keras import ops


class HeldOutPerplexity(keras.callbacks.Callback):
    def __init__(self, blocks, every=1):
        super().__init__()
        self.blocks = blocks
        self.every = every
        self.xent = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    def _block(self, x, y, w):
        out = self.model(x, training=False)
        dist = ops.softmax(out, axis=-1)  # expect-near: SEQ106
        cost = ops.convert_to_numpy(self.xent(y, dist))  # expect: SEQ106
        return float((cost * w).sum()), float(w.sum())

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.every:
            return
        figures = []
        for x, y, w in self.blocks:
            cost, n = self._block(x, y, w)
            if n == 0:
                continue
            figures.append(np.exp(cost / n))  # expect-near: SEQ410
        if not figures:
            return
        corpus_ppl = float(np.mean(figures))  # expect: SEQ410
        if logs is not None:
            logs["heldout_perplexity"] = corpus_ppl
        print(f" - heldout_perplexity: {corpus_ppl:.2f}")
