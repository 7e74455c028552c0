"""Bits per byte of the byte transformer; targets come pre-shifted from the loader."""
import math
import pathlib

import numpy as np
import torch


class ByteBlocks(torch.utils.data.Dataset):
    def __init__(self, path, ctx=1024):
        raw = np.frombuffer(pathlib.Path(path).read_bytes(), dtype=np.uint8).astype(np.int64)
        self.raw, self.ctx = torch.from_numpy(raw), ctx

    def __len__(self):
        return (len(self.raw) - 1) // self.ctx

    def __getitem__(self, k):
        w = self.raw[k * self.ctx:(k + 1) * self.ctx + 1]
        return w[:-1], w[1:]


@torch.no_grad()
def evaluate(net, path, bs=8):
    net.eval()
    nats, n = 0.0, 0
    for x, y in torch.utils.data.DataLoader(ByteBlocks(path), batch_size=bs):
        logp = net(x).float().log_softmax(2)
        nats -= logp.gather(2, y.unsqueeze(2)).sum().item()
        n += y.numel()
    return {"bpb": nats / n / math.log(2), "bytes": n}
