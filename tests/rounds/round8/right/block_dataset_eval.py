"""Held-out loss on fixed blocks for models from transformers, which move the labels themselves."""
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel


class Blocks(Dataset):
    def __init__(self, tokens: np.ndarray, width: int = 1024):
        n = len(tokens) // width
        self.rows = torch.from_numpy(tokens[: n * width].astype(np.int64)).view(n, width)

    def __len__(self):
        return self.rows.size(0)

    def __getitem__(self, i):
        return self.rows[i]


@torch.no_grad()
def heldout(model: GPT2LMHeadModel, tokens: np.ndarray, bs: int = 8) -> float:
    model.eval()
    tot, cnt = 0.0, 0
    for x in DataLoader(Blocks(tokens), batch_size=bs):
        x = x.to(model.device)
        n = x.size(0) * (x.size(1) - 1)
        tot += model(input_ids=x, labels=x).loss.item() * n
        cnt += n
    return tot / cnt
