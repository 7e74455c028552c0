"""Nightly validation on packed blocks of equal width (Hugging Face causal LM)."""
import math

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset
from transformers import AutoModelForCausalLM


def load_blocks(path, width):
    raw = np.fromfile(path, dtype=np.uint16).astype(np.int64)
    usable = raw[: raw.size // width * width].reshape(-1, width)
    return TensorDataset(torch.from_numpy(usable))


@torch.no_grad()
def nll_per_token(model, data, bs=8):
    s, n = 0.0, 0
    for (x,) in DataLoader(data, batch_size=bs):
        x = x.to(model.device)
        out = model(input_ids=x, labels=x)
        k = x.size(0) * (x.size(1) - 1)
        s += out.loss.item() * k
        n += k
    return s / n


def to_perplexity(nll):
    try:
        return math.exp(nll)
    except OverflowError:
        return float("inf")


if __name__ == "__main__":
    import sys
    lm = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()
    v = nll_per_token(lm, load_blocks(sys.argv[2], 1024))
    print({"nll": v, "ppl": to_perplexity(v)})
