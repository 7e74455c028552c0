"""Sliding-window perplexity.

# bug: window means are averaged although the windows score different numbers of tokens
"""
import torch


def sliding_perplexity(model, ids, width=1024, stride=512):
    """ids (1, N) of one document."""
    n = ids.size(1)
    total, windows, done = 0.0, 0, 0
    for lo in range(0, n, stride):
        hi = min(lo + width, n)
        chunk = ids[:, lo:hi].to(model.device)
        labels = chunk.clone()
        fresh = hi - done
        labels[:, :-fresh] = -100
        with torch.no_grad():
            total += model(chunk, labels=labels).loss.item()  # expect-near: SEQ409
        windows += 1
        done = hi
        if hi == n:
            break
    return torch.exp(torch.tensor(total / windows)).item()  # expect: SEQ409
