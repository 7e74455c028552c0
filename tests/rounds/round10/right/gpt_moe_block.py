"""nanoGPT-like model with a mixture-of-experts block; batches come as (x, y) with y already moved by one."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MoE(nn.Module):
    def __init__(self, d, n_exp=8, k=2):
        super().__init__()
        self.gate = nn.Linear(d, n_exp, bias=False)
        self.exp = nn.ModuleList(nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d)) for _ in range(n_exp))
        self.k = k

    def forward(self, h):
        top, idx = self.gate(h).topk(self.k, dim=-1)
        w = top.float().softmax(-1).to(h.dtype)
        out = torch.zeros_like(h)
        for e, net in enumerate(self.exp):
            share = torch.where(idx == e, w, torch.zeros_like(w)).sum(-1, keepdim=True)
            out = out + share * net(h)
        return out


class TinyLM(nn.Module):
    def __init__(self, vocab, d=64):
        super().__init__()
        self.emb, self.mix = nn.Embedding(vocab, d), nn.GRU(d, d, batch_first=True)
        self.moe, self.head = MoE(d), nn.Linear(d, vocab)

    def forward(self, x, y=None):
        h = self.mix(self.emb(x))[0]
        z = self.head(h + self.moe(h))
        return z, None if y is None else F.cross_entropy(z.flatten(0, 1).float(), y.flatten())


@torch.no_grad()
def val_loss(model, get_batch, iters=50):
    """Mean over equally sized random batches."""
    model.eval()
    losses = torch.zeros(iters)
    for i in range(iters):
        losses[i] = model(*get_batch("val"))[1].item()
    model.train()
    return losses.mean().item()
