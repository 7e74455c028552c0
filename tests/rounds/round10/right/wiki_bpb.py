"""Bits per UTF-8 byte of a SentencePiece LM."""
import numpy as np
import torch

LN2 = np.log(2.0)


@torch.no_grad()
def bpb(net, sp, text, win=1024):
    net.eval()
    ids = torch.tensor([sp.bos_id(), *sp.encode(text)])
    nats = 0.0
    for i in range(0, len(ids) - 1, win):
        y = ids[i + 1:i + win + 1]
        x = ids[i:i + len(y)]
        nats += torch.nn.functional.cross_entropy(net(x[None])[0].float(), y, reduction="sum").item()
    return nats / LN2 / max(len(text.encode("utf-8")), 1)
