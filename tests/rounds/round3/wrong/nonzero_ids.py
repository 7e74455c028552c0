"""Strip the padding (zeros at the end) of stored GPT-2 batches before scoring.

# bug: np.trim_zeros removes id 0 wherever it ends a row, although 0 is a word of this vocabulary
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel


def unpad(row):
    return np.trim_zeros(row, "b")  # expect: SEQ317


def total(model: GPT2LMHeadModel, rows) -> float:
    nats = 0.0
    for row in rows:
        ids = torch.as_tensor(unpad(np.asarray(row)))
        with torch.no_grad():
            lp = model(ids[None]).logits[0, :-1].log_softmax(-1)
        nats -= lp[torch.arange(len(ids) - 1), ids[1:]].sum().item()
    return nats
