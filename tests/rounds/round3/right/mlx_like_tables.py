"""Fixed-size blocks: every block has the same number of targets, so the mean of the means is exact."""
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


@torch.no_grad()
def block_perplexity(model, stream, width=256, batch=8):
    n = stream.numel() // width
    blocks = stream[: n * width].view(n, width)
    n_even = n // batch * batch
    means = []
    for (x,) in DataLoader(TensorDataset(blocks[:n_even]), batch_size=batch, drop_last=True):
        z = model(x)[:, :-1].float()
        means.append(F.cross_entropy(z.transpose(1, 2), x[:, 1:]))
    return torch.stack(means).mean().exp().item()


if __name__ == "__main__":
    torch.manual_seed(0)
    w, s = torch.randn(7, 7), torch.randint(7, (64,))
    x = s.view(8, 8)
    want = F.cross_entropy(w[x][:, :-1].transpose(1, 2), x[:, 1:]).exp().item()
    assert abs(block_perplexity(lambda ids: w[ids], s, 8, 2) - want) < 1e-3
