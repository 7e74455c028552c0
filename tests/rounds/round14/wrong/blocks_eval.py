"""Validation of a GPT-NeoX run on packed blocks, called by the nightly job.

# bug: inputs and labels are already offset by one when the Hugging Face model shifts the labels again; math.exp of the mean NLL raises OverflowError on a diverged run
"""
import math

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import AutoModelForCausalLM


class Blocks(Dataset):
    def __init__(self, path, width=1025):
        arr = np.memmap(path, dtype=np.uint16, mode="r")
        self.arr = arr[: len(arr) // width * width].reshape(-1, width)

    def __len__(self):
        return len(self.arr)

    def __getitem__(self, i):
        row = torch.from_numpy(self.arr[i].astype(np.int64))
        return row[:-1], row[1:]  # expect-near: SEQ202


@torch.no_grad()
def validate(ckpt, path):
    model = AutoModelForCausalLM.from_pretrained(ckpt).cuda().eval()
    total, seen = 0.0, 0
    for x, y in DataLoader(Blocks(path), batch_size=8):
        x, y = x.cuda(), y.cuda()
        loss = model(input_ids=x, labels=y).loss  # expect: SEQ202
        scored = y[:, 1:].numel()
        total += loss.item() * scored
        seen += scored
    nll = total / seen
    return {"nll": nll, "ppl": math.exp(nll)}  # expect: SEQ609


if __name__ == "__main__":
    import sys
    print(validate(sys.argv[1], sys.argv[2]))
