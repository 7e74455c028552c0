"""Evaluation of a Hugging Face causal model on fixed-size blocks.
# bug: the labels are shifted in the loader although the model shifts them itself.
"""
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Blocks(Dataset):
    def __init__(self, stream, size):
        self.stream, self.size = stream, size

    def __len__(self):
        return (len(self.stream) - 1) // self.size

    def __getitem__(self, i):
        a = i * self.size
        piece = torch.tensor(self.stream[a : a + self.size + 1])
        return {"input_ids": piece[:-1], "labels": piece[1:]}  # expect-near: SEQ202


@torch.no_grad()
def evaluate(model, stream, size=512):
    losses = []
    for batch in DataLoader(Blocks(stream, size), batch_size=8, drop_last=True):
        losses.append(model(input_ids=batch["input_ids"], labels=batch["labels"]).loss.item())  # expect: SEQ202
    return np.exp(np.mean(losses))
