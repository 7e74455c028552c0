"""Periodic evaluation used by the pre-training script (fixed-length packed blocks).

# bug: inputs and labels are shifted by hand although the Hugging Face model shifts the labels itself, and the running loss is divided at every step.
"""
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel


class Blocks(Dataset):
    def __init__(self, flat, size=1024):
        n = len(flat) // size
        self.data = torch.as_tensor(flat[: n * size]).view(n, size)

    def __len__(self):
        return self.data.size(0)

    def __getitem__(self, i):
        return self.data[i]


def evaluate(model, flat, bs=8, device="cuda"):
    model.eval()
    dl = DataLoader(Blocks(flat), batch_size=bs, drop_last=True)
    running = 0.0
    with torch.no_grad():
        for step, blk in enumerate(dl, 1):
            blk = blk.to(device)
            out = model(input_ids=blk[:, :-1], labels=blk[:, 1:])  # expect: SEQ202
            running += out.loss.item()
            running /= step  # expect: SEQ417
    model.train()
    return running


if __name__ == "__main__":
    import numpy as np

    net = GPT2LMHeadModel.from_pretrained("gpt2").cuda()
    print("val", evaluate(net, np.load("val.npy").astype("int64")))
