"""Byte-level model: surprise of fixed windows in bits per byte."""
import numpy as np
import torch


def cut(buf: bytes, width: int):
    arr = np.frombuffer(buf, np.uint8)
    n = len(arr) // width
    return torch.from_numpy(arr[: n * width].reshape(n, width).astype(np.int64))


@torch.inference_mode()
def bits(net, x):
    net.eval()
    lp = torch.log_softmax(net(x[:, :-1]).float(), dim=2)
    hit = lp.gather(2, x[:, 1:, None])[:, :, 0]
    return -hit.mean(1) / np.log(2.0)


def outliers(net, buf, width=1024, z=3.0):
    x = cut(buf, width)
    if len(x) < 2:
        return []
    v = torch.cat([bits(net, part) for part in x.split(16)])
    dev = (v - v.mean()) / v.std().clamp(min=1e-6)
    return [(i * width, v[i].item()) for i in torch.nonzero(dev > z).flatten().tolist()]
