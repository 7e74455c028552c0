# -*- coding: utf-8 -*-
"""Rank equally long document excerpts with our own small GPT (logits for every position).

# bug: the targets are made with torch.roll, so the first token is scored at the last position; the sum has no axis and merges the documents of a batch
"""
import heapq

import torch
import torch.nn.functional as F


@torch.no_grad()
def excerpt_nll(net, excerpts):
    """excerpts: LongTensor (B, T), no padding. Returns the NLL of each excerpt."""
    net.eval()
    z = net(excerpts).float()
    nxt = torch.roll(excerpts, shifts=-1, dims=1)  # expect: SEQ206
    lp = F.log_softmax(z, dim=-1)
    tok = torch.take_along_dim(lp, nxt[..., None], dim=-1)[..., 0]  # expect-near: SEQ206
    return -tok.sum()  # expect: SEQ408


def hardest(net, store, k=20, bs=32):
    heap = []
    for i in range(0, len(store), bs):
        chunk = store[i:i + bs]
        cost = excerpt_nll(net, chunk)
        for j in range(len(chunk)):
            heap.append((float(cost), i + j))
    return heapq.nlargest(k, heap)
