"""Bits-free NLL of discrete speech units (HuBERT clusters 0..499) under a unit LM.

Batches are numpy dumps padded on the right with unit 0; `lengths` holds the true sizes.

# bug: units are kept by value (unit != 0), so genuine frames of cluster 0 are dropped.
"""
import numpy as np
import torch


def load_batch(path):
    with np.load(path) as z:
        return torch.from_numpy(z["units"]).long(), torch.from_numpy(z["lengths"]).long()


@torch.no_grad()
def corpus_nll(ulm, paths):
    ulm.eval()
    nats, frames = 0.0, 0
    for path in paths:
        units, lengths = load_batch(path)
        for row in units:
            seq = row[row != 0]  # expect: SEQ317
            if seq.numel() < 2:
                continue
            lsm = torch.log_softmax(ulm(seq[None, :-1])[0].float(), dim=-1)
            nats -= lsm[torch.arange(seq.numel() - 1), seq[1:]].sum().item()
            frames += seq.numel() - 1
    return nats / max(frames, 1)
