"""Average NLL over a stream: totals first, one division at the end; and a running mean."""
import torch.nn.functional as F


def stream_nll(model, stream):
    total, seen = 0.0, 0
    for ids in stream:
        z = model(ids).logits[0, :-1].float()
        total += F.cross_entropy(z, ids[0, 1:], reduction="sum").item()
        seen += ids.shape[1] - 1
    return total / max(seen, 1)


class Welford:
    def __init__(self):
        self.n, self.mean = 0, 0.0

    def add(self, x):
        self.n += 1
        self.mean += (x - self.mean) / self.n


def ema(values, decay=0.9):
    m = 0.0
    for v in values:
        m = decay * m + (1 - decay) * v
    return m
