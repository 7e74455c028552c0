"""Codebook usage (perplexity of the code histogram) for the audio VQ-VAE."""
import numpy as np
import torch
from torch.special import entr


def usage(codes: torch.Tensor, size: int) -> dict:
    p = torch.bincount(codes.flatten(), minlength=size).double()
    p = p / p.sum()
    h = entr(p).sum()
    return {"perplexity": h.exp().item(), "bits": (h / np.log(2)).item(), "dead": int((p == 0).sum())}


def report(batches, size=1024):
    seen = torch.cat([b.flatten() for b in batches])
    u = usage(seen, size)
    print(f"perplexity {u['perplexity']:.1f} of {size}, {u['bits']:.2f} bits, {u['dead']} dead codes")
    return u
