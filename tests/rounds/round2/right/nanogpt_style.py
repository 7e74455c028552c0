"""nanoGPT-style loss: targets are shifted by the loader, nowhere else."""
import torch
import torch.nn.functional as F


def get_batch(data, block, size):
    ix = torch.randint(len(data) - block, (size,))
    x = torch.stack([data[i:i + block] for i in ix])
    y = torch.stack([data[i + 1:i + 1 + block] for i in ix])
    return x, y


@torch.no_grad()
def estimate_loss(model, data, block=256, size=32, iters=50):
    """Mean over equal-sized random batches, hence equal weights."""
    losses = torch.zeros(iters)
    for k in range(iters):
        x, y = get_batch(data, block, size)
        z = model(x)
        losses[k] = F.cross_entropy(z.view(-1, z.size(-1)), y.view(-1)).item()
    return losses.mean().item()
