"""estimate_loss for the char model. Every batch is (B, T) full and y is x moved by one."""
import numpy as np
import torch


def get_batch(data, B, T, device):
    ix = torch.randint(len(data) - T - 1, (B,))
    x = torch.stack([torch.from_numpy(data[i : i + T].astype(np.int64)) for i in ix.tolist()])
    y = torch.stack([torch.from_numpy(data[i + 1 : i + 1 + T].astype(np.int64)) for i in ix.tolist()])
    return x.to(device), y.to(device)


@torch.no_grad()
def estimate_loss(model, splits, iters=200, B=64, T=256, device="cuda"):
    model.eval()
    out = {}
    for name, data in splits.items():
        losses = torch.zeros(iters)
        for k in range(iters):
            _, loss = model(*get_batch(data, B, T, device))
            losses[k] = loss.item()
        out[name] = losses.mean().item()
        out[name + "_bpc"] = out[name] / np.log(2)
    model.train()
    return out
