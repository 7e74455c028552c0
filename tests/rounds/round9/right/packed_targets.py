"""Megatron-style batches: labels made by a roll, last column ignored."""
import torch
import torch.nn.functional as F

IGNORE = -100


def make_labels(ids, pad_mask):
    """pad_mask is True on padding"""
    y = torch.roll(ids, shifts=-1, dims=1)
    y[:, -1] = IGNORE
    nxt_is_pad = torch.roll(pad_mask, shifts=-1, dims=1)
    return y.masked_fill(nxt_is_pad, IGNORE)


@torch.no_grad()
def corpus_nll(core, loader):
    """core returns plain (B, T, V) logits"""
    core.eval()
    total, count = 0.0, 0
    for ids, pad_mask in loader:
        y = make_labels(ids, pad_mask)
        z = core(ids, key_padding_mask=pad_mask).float()
        total += F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=IGNORE, reduction="sum").item()
        count += int((y != IGNORE).sum())
    return total / max(count, 1)
