"""Slot attention: the softmax runs over the slots (dim 1), then weights are normalised over inputs."""
import torch
from torch import nn


class SlotAttention(nn.Module):
    def __init__(self, dim, slots, iters=3):
        super().__init__()
        self.iters, self.scale = iters, dim**-0.5
        self.mu = nn.Parameter(torch.randn(1, slots, dim))
        self.q, self.k, self.v = (nn.Linear(dim, dim, bias=False) for _ in range(3))
        self.gru = nn.GRUCell(dim, dim)

    def forward(self, x):
        b, _, d = x.shape
        k, v = self.k(x), self.v(x)
        slots = self.mu.expand(b, -1, -1)
        for _ in range(self.iters):
            logits = torch.einsum("bsd,bnd->bsn", self.q(slots), k) * self.scale
            attn = logits.softmax(dim=1) + 1e-8
            attn = attn / attn.sum(dim=-1, keepdim=True)
            updates = attn @ v
            slots = self.gru(updates.reshape(-1, d), slots.reshape(-1, d)).view(b, -1, d)
        return slots


if __name__ == "__main__":
    assert SlotAttention(8, 3)(torch.randn(2, 10, 8)).shape == (2, 3, 8)
