"""Sliding-window perplexity weighted by the number of targets per window."""
import math

import torch


def sliding_perplexity(model, ids, width=1024, stride=512):
    n, nats, count, done = ids.size(1), 0.0, 0, 0
    for lo in range(0, n, stride):
        hi = min(lo + width, n)
        chunk = ids[:, lo:hi]
        labels = chunk.clone()
        labels[:, :-(hi - done)] = -100
        k = int((labels[:, 1:] != -100).sum())
        if k:
            with torch.no_grad():
                nats += model(chunk, labels=labels).loss.item() * k
            count += k
        done = hi
        if hi == n:
            break
    mean = nats / max(count, 1)
    return math.exp(mean) if mean < 700 else math.inf
