"""Sliding-window perplexity.
# bug: windows with different numbers of targets are averaged with equal weight.
"""
import torch


def windows(n, size, stride):
    prev = 0
    for a in range(0, n, stride):
        b = min(a + size, n)
        yield a, b, b - prev
        prev = b
        if b == n:
            return


def sliding_ppl(lm, ids, size=1024, stride=256):
    total, k = 0.0, 0
    for a, b, fresh in windows(ids.size(1), size, stride):
        piece = ids[:, a:b]
        target = piece.clone()
        target[:, :-fresh] = -100
        with torch.no_grad():
            total += lm(piece, labels=target).loss.item()  # expect-near: SEQ409
        k += 1
    return torch.tensor(total / k).exp()  # expect: SEQ409
