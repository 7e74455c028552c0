"""estimate_loss / bench for a nanoGPT-like model: targets come shifted from the data loader."""
import math

import numpy as np
import torch
import torch.nn.functional as F


class Bigram(torch.nn.Module):
    def __init__(self, v):
        super().__init__()
        self.table = torch.nn.Embedding(v, v)

    def forward(self, idx, targets=None):
        logits = self.table(idx)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))


def get_batch(data, block, batch, rng):
    at = rng.integers(0, len(data) - block - 1, size=batch)
    x = torch.stack([torch.from_numpy(data[i:i + block].astype(np.int64)) for i in at])
    y = torch.stack([torch.from_numpy(data[i + 1:i + 1 + block].astype(np.int64)) for i in at])
    return x, y


@torch.no_grad()
def estimate(model, data, block=64, batch=8, iters=20, seed=0):
    model.eval()
    rng = np.random.default_rng(seed)
    nats = 0.0
    for _ in range(iters):
        x, y = get_batch(data, block, batch, rng)
        _, loss = model(x, y)
        nats += loss.item() * y.numel()
    mean = nats / (iters * batch * block)
    return {"loss": mean, "bits": mean / math.log(2), "ppl": float(np.exp(mean))}


@torch.no_grad()
def sample(model, idx, steps, temperature=0.9, top_k=20):
    for _ in range(steps):
        z = model(idx)[0][:, -1] / temperature
        kth = torch.topk(z, min(top_k, z.size(-1))).values[:, [-1]]
        p = F.softmax(z.masked_fill(z < kth, -float("inf")), dim=-1)
        idx = torch.cat([idx, torch.multinomial(p, 1)], dim=1)
    return idx
