"""Per-file report of a byte-level model (256 symbols, windows of 512 bytes).

# bug: the chosen bytes are gathered along the time axis instead of the vocabulary axis
"""
from pathlib import Path

import torch

WIN = 512


def blocks(raw: bytes):
    t = torch.tensor(list(raw), dtype=torch.long)
    n = (len(t) - 1) // WIN
    return t[: n * WIN].view(n, WIN), t[1: n * WIN + 1].view(n, WIN)


@torch.no_grad()
def surprisals(net, raw):
    """Negative log-probability (nats) of every byte that has a full window."""
    x, y = blocks(raw)
    if len(x) == 0:
        return torch.zeros(0)
    dist = net(x).log_softmax(dim=2)
    picked = torch.gather(dist, 1, y.unsqueeze(2))  # expect: SEQ205
    return -picked.squeeze(2).flatten()


def main(ckpt, folder):
    net = torch.jit.load(ckpt).eval()
    for p in sorted(Path(folder).glob("*.bin")):
        s = surprisals(net, p.read_bytes())
        if len(s):
            print(p.name, len(s), f"{s.sum().item():.1f}")


if __name__ == "__main__":
    main("byte.ts", "corpus/")
