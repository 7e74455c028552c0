"""VQ codebook usage; perplexity here is the exponential of the usage entropy."""
import torch


def usage(indices, size):
    counts = torch.bincount(indices.flatten(), minlength=size).float()
    p = counts / counts.sum().clamp(min=1)
    entropy = torch.special.entr(p).sum()
    return {"perplexity": entropy.exp().item(), "dead": int((counts == 0).sum())}


def commit(z, q, beta=0.25):
    return ((q.detach() - z) ** 2).mean() * beta + ((q - z.detach()) ** 2).mean()
