"""Loss on packed rows: targets by roll, last target ignored."""
import torch
import torch.nn.functional as F


def targets_for(rows, documents):
    """Next tokens; -100 at the row's end and where the next token opens another document."""
    nxt = torch.roll(rows, shifts=-1, dims=1)
    border = documents != torch.roll(documents, shifts=-1, dims=1)
    nxt = nxt.masked_fill(border, -100)
    nxt[:, -1] = -100
    return nxt


def packed_loss(logits, rows, documents):
    return F.cross_entropy(logits.float().flatten(0, 1), targets_for(rows, documents).flatten(), ignore_index=-100)
