"""Packed-sequence evaluation, Megatron style: labels come from roll, the wrapped position is ignored."""
import torch
import torch.nn.functional as F


def make_labels(ids, doc_ids):
    labels = torch.roll(ids, -1, dims=1)
    nxt = torch.roll(doc_ids, -1, dims=1)
    labels[nxt != doc_ids] = -100
    labels[:, -1] = -100
    return labels


@torch.no_grad()
def evaluate(forward, batches):
    """`forward(ids, doc_ids)` returns (B, T, V) logits under a block-diagonal mask."""
    nll = torch.zeros((), dtype=torch.float64)
    n = 0
    for ids, doc_ids in batches:
        y = make_labels(ids, doc_ids)
        z = forward(ids, doc_ids).float()
        nll += F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100, reduction="sum").double().cpu()
        n += int((y != -100).sum())
    return (nll / max(n, 1)).item()
