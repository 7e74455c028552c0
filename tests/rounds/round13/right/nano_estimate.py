"""Validation loss of a nanoGPT-like model; x and y are cut one token apart by the loader."""
import math

import numpy as np
import torch


def sample_block(data, block, batch, gen):
    start = torch.randint(len(data) - block - 1, (batch,), generator=gen)
    x = torch.stack([torch.from_numpy(data[i:i + block].astype(np.int64)) for i in start])
    y = torch.stack([torch.from_numpy(data[i + 1:i + 1 + block].astype(np.int64)) for i in start])
    return x, y


@torch.no_grad()
def estimate(model, splits, block=1024, batch=12, iters=200, seed=1337):
    """Every block has the same number of targets, so the plain mean is the token mean."""
    model.eval()
    result = {}
    for name, data in splits.items():
        gen = torch.Generator().manual_seed(seed)
        losses = torch.zeros(iters)
        for k in range(iters):
            x, y = sample_block(data, block, batch, gen)
            _, loss = model(x, y)
            losses[k] = loss.item()
        result[name] = losses.mean().item()
    model.train()
    return result


def log_line(step, result):
    parts = [f"{k} {v:.4f} (ppl {math.exp(v):.2f})" for k, v in result.items() if v < 100]
    return f"step {step}: " + ", ".join(parts)
