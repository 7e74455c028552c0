"""Held-out loss of a GPT-2 checkpoint on fixed-length blocks.

# bug: the blocks' labels are shifted by the data set and shifted once more inside GPT2LMHeadModel.
"""
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel


class Blocks(Dataset):
    """A memory-mapped token stream cut into windows of equal length."""

    def __init__(self, path, width=1024):
        self.data = np.memmap(path, dtype=np.uint16, mode="r")
        self.width = width

    def __len__(self):
        return (len(self.data) - 1) // self.width

    def __getitem__(self, k):
        a = k * self.width
        seg = torch.from_numpy(self.data[a:a + self.width + 1].astype(np.int64))
        return seg[:-1], seg[1:]  # expect-near: SEQ202


@torch.no_grad()
def run(ckpt, path, batch=4):
    net = GPT2LMHeadModel.from_pretrained(ckpt).cuda().eval()
    loader = DataLoader(Blocks(path), batch_size=batch, drop_last=True)
    losses = []
    for x, y in loader:
        x, y = x.cuda(), y.cuda()
        losses.append(net(input_ids=x, labels=y).loss.item())  # expect: SEQ202
    return sum(losses) / max(len(losses), 1)


if __name__ == "__main__":
    print(run("out/ckpt-final", "data/val.bin"))
