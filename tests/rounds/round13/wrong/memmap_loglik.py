"""Log-likelihood of cached documents (GPT-2 ids in a zero-filled uint16 memmap, one row per document).

usage: memmap_loglik.py cache.u16 WIDTH

# bug: every id 0 is taken for filling, though 0 is a real GPT-2 token ("!")
# bug: the mean loss over n-1 targets is multiplied by n
"""
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM


def open_cache(path, width):
    flat = np.memmap(path, dtype=np.uint16, mode="r")
    return flat.reshape(-1, width)


def doc_loglik(lm, row):
    """Sum of log p(token | prefix) over the document, from its second token on."""
    real = row[row > 0]  # expect: SEQ317
    x = torch.from_numpy(real.astype(np.int64))[None]
    if x.shape[1] < 2:
        return 0.0
    with torch.no_grad():
        mean = lm(x, labels=x).loss.item()
    return -mean * x.shape[1]  # expect: SEQ403


def run(path, width):
    lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    for i, row in enumerate(open_cache(path, width)):
        print(i, f"{doc_loglik(lm, row):.4f}", sep="\t")


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
