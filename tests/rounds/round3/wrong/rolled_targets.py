"""Byte-level evaluation.

# bug: roll wraps the first byte around to the last position, where it is scored as well
"""
import torch
import torch.nn.functional as F


def byte_nll(model, data: bytes) -> float:
    x = torch.frombuffer(bytearray(data), dtype=torch.uint8).long()[None]
    target = x.roll(shifts=-1, dims=1)  # expect: SEQ206
    with torch.no_grad():
        out = model(x)
    loss = F.cross_entropy(out.mT, target, reduction="sum")  # expect-near: SEQ206
    return loss.item()
