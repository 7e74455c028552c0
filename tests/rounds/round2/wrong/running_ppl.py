"""Keras-like metric that tracks the corpus perplexity.

# bug: accumulates exp(batch loss) and divides by the number of batches; exp of an unbounded float may overflow
"""
import math


class CorpusPerplexity:
    """Perplexity of everything seen since reset."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.value, self.batches = 0.0, 0

    def update(self, batch_nll):
        """batch_nll: mean nats per token of the batch (float)."""
        self.value += math.exp(batch_nll)  # expect: SEQ609  # expect-near: SEQ410
        self.batches += 1

    def result(self):
        return self.value / max(self.batches, 1)  # expect: SEQ410


def loop(model, loader, metric):
    for b in loader:
        metric.update(float(model.eval_loss(b)))
    return metric.result()
