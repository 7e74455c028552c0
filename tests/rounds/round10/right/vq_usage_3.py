"""Codebook usage of a VQ tokenizer: perplexity of the code histogram, dead codes."""
import torch


def codebook_stats(codes, size):
    hist = torch.bincount(codes.flatten(), minlength=size).double()
    p = hist / hist.sum()
    h = torch.special.entr(p).sum()
    return {"perplexity": h.exp().item(), "bits": (h / torch.log(torch.tensor(2.0))).item(), "dead": int((hist == 0).sum())}
