"""NLL per frame of discrete speech units; the rows are cut by their stored length."""
import torch


@torch.no_grad()
def nll_per_frame(ulm, units, lengths):
    ulm.eval()
    nats, frames = 0.0, 0
    for row, n in zip(units, lengths.tolist()):
        if n < 2:
            continue
        seq = row[:n]
        z = ulm(seq[None, :-1])[0].float()
        nats += torch.nn.functional.cross_entropy(z, seq[1:], reduction="sum").item()
        frames += n - 1
    return nats / max(frames, 1)
