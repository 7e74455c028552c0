"""Compression figures of a byte-level model, in bits per byte over the full windows of a file.

# bug: gather() runs over the time axis (0), so a byte value is used as a position.
# bug: the total in nats is divided by the number of bytes only and reported as bits.
"""
from pathlib import Path

import torch


def windows(data, size=1024):
    for i in range(0, len(data) - 1, size):
        part = data[i:i + size + 1]
        if len(part) == size + 1:
            yield torch.tensor(list(part), dtype=torch.long)


@torch.inference_mode()
def window_cost(net, w):
    x, y = w[:-1], w[1:]
    lp = net(x.unsqueeze(0)).squeeze(0).float().log_softmax(dim=1)
    hit = torch.gather(lp, 0, y.unsqueeze(1))  # expect: SEQ205
    return -hit.double().sum().item(), y.numel()


def bits_per_byte(net, path):
    net.eval()
    nats, n = 0.0, 0
    for w in windows(Path(path).read_bytes()):
        c, k = window_cost(net, w)
        nats += c
        n += k
    return nats / n  # expect: SEQ412


def table(net, paths):
    rows = [(Path(p).name, bits_per_byte(net, p)) for p in paths]
    width = max(len(r[0]) for r in rows)
    for name, bpb in rows:
        print(f"{name:<{width}}  {bpb:.3f} bpb")
