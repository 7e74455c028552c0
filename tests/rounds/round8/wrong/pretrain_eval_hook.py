"""Periodic held-out evaluation for the continued-pretraining job.

# bug: the dataset already moves the labels by one and GPT2LMHeadModel moves them again inside its loss
"""
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel


class MemmapBlocks(Dataset):
    def __init__(self, path, block=1024):
        self.data = np.memmap(path, dtype=np.uint16, mode="r")
        self.block = block

    def __len__(self):
        return (len(self.data) - 1) // self.block

    def __getitem__(self, k):
        lo = k * self.block
        win = torch.from_numpy(self.data[lo:lo + self.block + 1].astype(np.int64))
        return {"input_ids": win[:-1], "labels": win[1:]}  # expect-near: SEQ202


class HeldOutHook:
    def __init__(self, path, every=500, batch_size=8):
        self.loader = DataLoader(MemmapBlocks(path), batch_size=batch_size, drop_last=True)
        self.every = every

    @torch.no_grad()
    def __call__(self, step: int, model: GPT2LMHeadModel, logger):
        if step % self.every:
            return
        was = model.training
        model.eval()
        acc = []
        for b in self.loader:
            b = {k: v.to(model.device) for k, v in b.items()}
            acc.append(model(input_ids=b["input_ids"], labels=b["labels"]).loss)  # expect: SEQ202
        model.train(was)
        nll = torch.stack(acc).mean()
        logger.log({"heldout/nll": nll.item(), "heldout/ppl": nll.exp().item()}, step=step)
