"""Perplexity over shards: sums are collected, one division at the end."""
from pathlib import Path

import numpy as np


class Totals:
    def __init__(self):
        self.nats, self.tokens = 0.0, 0

    def add(self, logprobs: np.ndarray):
        self.nats -= float(logprobs.sum(dtype=np.float64))
        self.tokens += logprobs.size

    @property
    def perplexity(self):
        return float(np.exp(self.nats / max(self.tokens, 1)))

    @property
    def bits_per_token(self):
        return self.nats / max(self.tokens, 1) / np.log(2)


def run(folder: Path):
    totals = Totals()
    for p in sorted(folder.glob("*.npy")):
        totals.add(np.load(p))
    return totals
