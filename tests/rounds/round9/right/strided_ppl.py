"""Perplexity of one long text with a sliding window, every token but the first counted once; stride < window."""
import torch


@torch.no_grad()
def strided_perplexity(model, ids, window, stride):
    """ids: (1, N) with N > 1"""
    model.eval()
    n = ids.size(1)
    nll, seen, prev = 0.0, 0, 0
    for start in range(0, n, stride):
        stop = min(start + window, n)
        piece = ids[:, start:stop]
        labels = piece.clone()
        labels[:, : prev - start] = -100
        k = int((labels[:, 1:] != -100).sum())
        if k:
            nll += model(piece, labels=labels).loss.double().item() * k
            seen += k
        prev = stop
        if stop == n:
            break
    return torch.tensor(nll / seen).exp().item(), seen
