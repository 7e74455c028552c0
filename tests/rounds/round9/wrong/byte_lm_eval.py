"""Evaluate the byte-level transformer (vocabulary 256, context 1024).

# bug: the target bytes are gathered along the time axis instead of the vocabulary axis
"""
import math
import pathlib

import numpy as np
import torch
from torch.nn.functional import log_softmax

CTX = 1024


def get_batches(path, bs):
    raw = np.frombuffer(pathlib.Path(path).read_bytes(), dtype=np.uint8)
    n = (len(raw) - 1) // CTX
    x = torch.from_numpy(raw[: n * CTX].astype(np.int64)).view(n, CTX)
    y = torch.from_numpy(raw[1 : n * CTX + 1].astype(np.int64)).view(n, CTX)
    for i in range(0, n, bs):
        yield x[i : i + bs], y[i : i + bs]


def evaluate(net, path, bs=8, device="cuda"):
    net.eval()
    nats = count = 0
    with torch.no_grad():
        for x, y in get_batches(path, bs):
            x, y = x.to(device), y.to(device)
            lp = log_softmax(net(x).float(), dim=-1)
            got = lp.gather(1, y.unsqueeze(-1))  # expect: SEQ205
            nats -= got.sum().item()
            count += y.numel()
    return {"bpb": nats / count / math.log(2), "bytes": count}
