"""nanoGPT-style evaluation: memory-mapped ids, x and y already one step apart, the model does not shift."""
import numpy as np
import torch


class Windows:
    def __init__(self, path, block):
        self.ids = np.memmap(path, dtype=np.uint16, mode="r")
        self.block = block

    def __iter__(self):
        for lo in range(0, len(self.ids) - 1, self.block):
            hi = min(lo + self.block, len(self.ids) - 1)
            x = torch.from_numpy(self.ids[lo:hi].astype(np.int64))
            y = torch.from_numpy(self.ids[lo + 1 : hi + 1].astype(np.int64))
            yield x[None], y[None]


@torch.no_grad()
def evaluate(gpt, path, block=1024):
    gpt.eval()
    nats, n = 0.0, 0
    for x, y in Windows(path, block):
        _, loss = gpt(x, targets=y)
        nats += loss.item() * y.numel()
        n += y.numel()
    return {"nll": nats / n, "ppl": float(np.exp(nats / n)), "tokens": n}
