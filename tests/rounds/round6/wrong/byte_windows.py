"""Anomaly score of binary blobs under a byte-level transformer, windows of 2048 bytes.

# bug: the targets index axis 1, the positions, instead of the 256 byte values
"""
from __future__ import annotations

import mmap
from pathlib import Path

import torch

WINDOW = 2048


def windows(path: Path):
    with path.open("rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m:
        for a in range(0, len(m) - WINDOW + 1, WINDOW):
            yield torch.frombuffer(bytearray(m[a : a + WINDOW]), dtype=torch.uint8).long()


@torch.inference_mode()
def surprise(net, batch: torch.Tensor) -> torch.Tensor:
    """Mean nats per byte of each window; `net` maps (B, T) bytes to (B, T, 256) logits."""
    nxt = batch[:, 1:]
    lp = net(batch[:, :-1]).float().log_softmax(dim=-1)
    got = lp.gather(1, nxt.unsqueeze(-1)).squeeze(-1)  # expect: SEQ205
    return -got.mean(dim=1)


def scan(net, root: str, threshold: float) -> list[tuple[str, float]]:
    net.eval()
    flagged = []
    for path in Path(root).rglob("*.bin"):
        if path.stat().st_size < WINDOW:
            continue
        peak = max(surprise(net, w[None]).item() for w in windows(path))
        if peak > threshold:
            flagged.append((str(path), peak))
    return sorted(flagged, key=lambda r: r[1], reverse=True)
