"""Log-likelihood of cached GPT-2 documents; the true lengths lie in a .npy file beside the memmap."""
import sys

import numpy as np
import torch
from transformers import GPT2LMHeadModel


def documents(stem, width):
    sizes = np.load(stem + ".len.npy")
    grid = np.memmap(stem + ".u16", dtype=np.uint16, mode="r").reshape(-1, width)
    for row, n in zip(grid, sizes):
        yield torch.from_numpy(row[: int(n)].astype(np.int64))


@torch.no_grad()
def loglik(gpt, doc):
    """Sum over the second to the last token."""
    if len(doc) < 2:
        return 0.0
    x = doc.unsqueeze(0)
    return -gpt(x, labels=x).loss.item() * (len(doc) - 1)


if __name__ == "__main__":
    gpt = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    for k, doc in enumerate(documents(sys.argv[1], int(sys.argv[2]))):
        print(k, loglik(gpt, doc))
