"""Perplexity over fixed-size blocks of a tokenised binary file (uint16, GPT-2 ids).

# bug: the targets are made with roll, so the last position of every block is scored on the block's first token.
"""
import numpy as np
import torch
import torch.nn.functional as F


def get_blocks(path, block):
    arr = np.memmap(path, dtype=np.uint16, mode="r")
    n = len(arr) // block
    return torch.from_numpy(arr[: n * block].astype(np.int64)).view(n, block)


@torch.no_grad()
def block_perplexity(model, path, block=1024, bs=8, device="cuda"):
    model.eval()
    blocks = get_blocks(path, block)
    nll, cnt = 0.0, 0
    for x in blocks.split(bs):
        x = x.to(device)
        y = torch.roll(x, shifts=-1, dims=1)  # expect: SEQ206
        logits = model(x).logits.float()
        loss = F.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum")  # expect-near: SEQ206
        nll += loss.item()
        cnt += y.numel()
    return float(np.exp(nll / cnt))
