"""Surprisal in bits per token, then per word."""
import numpy as np
import torch


def bits(lm, ids):
    with torch.no_grad():
        z = lm(ids).logits[0, :-1].float()
    pos = torch.arange(z.shape[0])
    nat = -torch.log_softmax(z, dim=1)[pos, ids[0, 1:]]
    return nat.numpy() / np.log(2.0)


def words(surprisal, owner):
    return np.bincount(owner, weights=surprisal)
