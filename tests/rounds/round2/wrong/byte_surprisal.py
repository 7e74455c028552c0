"""Surprisal of log files under a byte-level causal transformer (256 symbols, windows of 1024 bytes).

# bug: indexing with the ids alone takes rows (positions) and sums whole vocabulary rows
"""
import sys
from pathlib import Path

import torch

WINDOW = 1024


def surprisal(net, chunk):
    """chunk: bytes of length WINDOW. Total nats of bytes 1 to the end."""
    ids = torch.tensor(list(chunk))[None]
    with torch.no_grad():
        neg = -torch.log_softmax(net(ids).float(), dim=-1)[0, :-1]
    return neg[ids[0, 1:]].sum().item()  # expect: SEQ205


if __name__ == "__main__":
    net = torch.jit.load(sys.argv[1]).eval()
    for name in sys.argv[2:]:
        raw = Path(name).read_bytes()
        for lo in range(0, len(raw) - WINDOW + 1, WINDOW):
            print(name, lo, surprisal(net, raw[lo:lo + WINDOW]))
