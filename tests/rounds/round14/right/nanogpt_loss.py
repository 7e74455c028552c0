"""Training and evaluation losses of a model that takes (x, y) with y already the next tokens."""
import numpy as np
import torch
import torch.nn.functional as F


def get_batch(data, block, bs, rng):
    ix = rng.integers(0, len(data) - block - 1, size=bs)
    x = np.stack([data[i:i + block] for i in ix]).astype(np.int64)
    y = np.stack([data[i + 1:i + 1 + block] for i in ix]).astype(np.int64)
    return torch.from_numpy(x), torch.from_numpy(y)


class WithLoss(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, idx, targets=None):
        logits = self.net(idx)
        if targets is None:
            return logits[:, [-1], :], None
        loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)
        return logits, loss


@torch.no_grad()
def estimate(model, data, block=256, bs=16, iters=50, seed=1):
    """All batches hold the same number of targets, so the plain mean is the token mean."""
    model.eval()
    rng = np.random.default_rng(seed)
    losses = torch.zeros(iters)
    for i in range(iters):
        x, y = get_batch(data, block, bs, rng)
        losses[i] = model(x, y)[1]
    model.train()
    return losses.mean().item()


@torch.no_grad()
def sample(model, idx, n, temperature=0.8, top_k=200):
    model.eval()
    for _ in range(n):
        z = model(idx)[0][:, -1] / temperature
        v, _ = torch.topk(z, min(top_k, z.size(-1)))
        z[z < v[:, [-1]]] = float("-inf")
        idx = torch.cat([idx, torch.multinomial(z.softmax(-1), 1)], dim=1)
    return idx
