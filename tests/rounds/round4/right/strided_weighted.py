"""Sliding-window perplexity, windows weighted by their number of targets."""
import torch


def sliding_ppl(lm, ids, size=1024, stride=256):
    total, count, prev = 0.0, 0, 0
    for a in range(0, ids.size(1), stride):
        b = min(a + size, ids.size(1))
        target = ids[:, a:b].clone()
        target[:, : prev - a] = -100
        k = int((target[:, 1:] != -100).sum())
        if k:
            with torch.no_grad():
                total += lm(ids[:, a:b], labels=target).loss.item() * k
            count += k
        prev = b
        if b == ids.size(1):
            break
    return torch.tensor(total / max(count, 1)).exp().item()
